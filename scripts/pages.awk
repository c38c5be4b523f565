# Counts the page requests of a combined access log per path, without bots, by the rule of accesslog.ts:
#   awk -F'"' -f scripts/pages.awk BOTS LOG | sort -rn
# BOTS holds the user agents to leave out, one a line, as `npm run replay -- LOG --bots BOTS` writes them.
FILENAME == ARGV[1] { bot[$0]; next }
{
	split($2, request, " "); target = request[2]
	split($3, answer, " "); status = answer[1]
	if (request[1] != "GET" || !(status ~ /^2[0-9][0-9]$/ || status == 304) || $6 in bot) next
	path = target; sub(/[?#].*/, "", path)
	query = target; if (!sub(/^[^?]*[?]/, "", query)) query = ""
	sub(/#.*/, "", query)
	count = split(path, segment, "/"); last = segment[count]
	if (last ~ /[.][A-Za-z][A-Za-z0-9]*$/ && tolower(last) !~ /[.](html?|xhtml|shtml|php|aspx?|jsp|cgi)$/) next
	name = ""; for (i = 1; i <= count; i++) if (segment[i] != "") name = segment[i]
	if (tolower(name) ~ /^(feed|rss|atom)$/ || tolower("&" query) ~ /&(flav|feed|format)=(rss|atom)/) next
	pages[path]++
}
END { for (path in pages) print pages[path], path }
