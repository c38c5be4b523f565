/**
 * Names of sources, as data. One line a source: `Name | category | hosts | tags`. A host covers its
 * sub-domains; `google.*` covers a name under every country's ending. Tags are what people write into
 * `utm_source`, `source` or `ref`; the name and the hosts count as tags too. A tag that ends in `ad` or `ads`,
 * and `adwords`, says that the visit was paid for.
 */
export const SOURCES = `
Google|search|google.* googleusercontent.com com.google.android.googlequicksearchbox|adwords gads googleads google-ads google_ads google_ad
Bing|search|bing.com|bingads bing-ads bing_ads
DuckDuckGo|search|duckduckgo.com ddg.gg|ddg
Yahoo!|search|yahoo.* search.yahoo.co.jp|yahoo
Yandex|search|yandex.* ya.ru|
Baidu|search|baidu.com|
Ecosia|search|ecosia.org|
Brave|search|search.brave.com brave.com|
Qwant|search|qwant.com|
Startpage|search|startpage.com|
Kagi|search|kagi.com|
Naver|search|naver.com|
Seznam|search|seznam.cz|
Sogou|search|sogou.com|
So.com|search|so.com|
Daum|search|daum.net|
Ask|search|ask.com|
AOL|search|aol.com|
Swisscows|search|swisscows.com|
Mojeek|search|mojeek.com|
Marginalia|search|marginalia-search.com search.marginalia.nu|
MetaGer|search|metager.org metager.de|
Presearch|search|presearch.com|
Dogpile|search|dogpile.com|
Lilo|search|lilo.org|
Rambler|search|rambler.ru|
Coc Coc|search|coccoc.com|
SearXNG|search|searx.be searxng.site|
Facebook|social|facebook.com fb.com fb.me m.me|fb facebook-ads facebook_ads fb-ads fb_ads facebookads fbads facebook_ad facebook_feed_ad
Instagram|social|instagram.com ig.me|ig instagram-ads instagram_ads ig-ads ig_ads
Threads|social|threads.net threads.com|
WhatsApp|social|whatsapp.com wa.me|wa
Twitter|social|twitter.com t.co x.com|x twitter-ads twitter_ads x-ads
LinkedIn|social|linkedin.com lnkd.in com.linkedin.android|linkedin-ads linkedin_ads linkedinads
Reddit|social|reddit.com redd.it|reddit-ads reddit_ads redditads
Pinterest|social|pinterest.* pin.it|pinterest-ads pinterest_ads
Tumblr|social|tumblr.com t.umblr.com|
Mastodon|social|mastodon.social mastodon.online fosstodon.org hachyderm.io mas.to mstdn.social|
Bluesky|social|bsky.app go.bsky.app|bsky
Telegram|social|telegram.org telegram.me web.telegram.org t.me org.telegram.messenger|tg
Discord|social|discord.com discord.gg discordapp.com|
Slack|social|slack.com com.slack|
Microsoft Teams|social|teams.microsoft.com statics.teams.cdn.office.net teams.cdn.office.net|teams
Hacker News|social|news.ycombinator.com hn.algolia.com hckrnews.com|hn hackernews
Lobsters|social|lobste.rs|
Product Hunt|social|producthunt.com|producthunt
Indie Hackers|social|indiehackers.com|
GitHub|social|github.com gist.github.com|
GitLab|social|gitlab.com|
Stack Overflow|social|stackoverflow.com|stackoverflow
Stack Exchange|social|stackexchange.com superuser.com serverfault.com askubuntu.com|
Quora|social|quora.com|quora-ads
Medium|social|medium.com|
Dev.to|social|dev.to|
VKontakte|social|vk.com vk.ru vkontakte.ru|vk
Odnoklassniki|social|ok.ru|
Weibo|social|weibo.com weibo.cn t.cn|
WeChat|social|weixin.qq.com mp.weixin.qq.com|weixin
Zhihu|social|zhihu.com|
Xiaohongshu|social|xiaohongshu.com|
LINE|social|line.me|
KakaoTalk|social|kakao.com|kakao
Xing|social|xing.com|
Snapchat|social|snapchat.com|snapchat-ads
TikTok|social|tiktok.com|tiktok-ads tiktok_ads tiktokads
Lemmy|social|lemmy.world lemmy.ml|
Substack|social|substack.com|
Flipboard|social|flipboard.com|
Nextdoor|social|nextdoor.com|
Skype|social|web.skype.com|
Linktree|social|linktr.ee|
Youtube|video|youtube.com youtu.be youtube-nocookie.com com.google.android.youtube|yt youtube-ads youtube_ads yt-ads yt_ads
Vimeo|video|vimeo.com|
Twitch|video|twitch.tv|
Dailymotion|video|dailymotion.com|
Bilibili|video|bilibili.com|
Rumble|video|rumble.com|
PeerTube|video|joinpeertube.org|
Netflix|video|netflix.com|
Amazon|shopping|amazon.*|amazon-ads amazon_ads
eBay|shopping|ebay.*|
Etsy|shopping|etsy.com|
AliExpress|shopping|aliexpress.com aliexpress.ru|
Alibaba|shopping|alibaba.com|
Walmart|shopping|walmart.com|
Temu|shopping|temu.com|
Shein|shopping|shein.com|
Shopify|shopping|myshopify.com shop.app|
Mercado Libre|shopping|mercadolibre.* mercadolivre.com.br|
Idealo|shopping|idealo.*|
Google Shopping|shopping|shopping.google.com|
Gmail|email|mail.google.com com.google.android.gm|
Outlook.com|email|outlook.live.com outlook.office.com outlook.office365.com mail.live.com|outlook
Yahoo! Mail|email|mail.yahoo.com mail.yahoo.net|
Proton Mail|email|mail.proton.me mail.protonmail.com|protonmail
Fastmail|email|fastmail.com|
Zoho Mail|email|mail.zoho.com|
GMX|email|gmx.net gmx.de gmx.com|
WEB.DE|email|web.de|
iCloud Mail|email|icloud.com|
Mail.ru|email|e.mail.ru|
T-Online|email|t-online.de|
HEY|email|app.hey.com|
Mailchimp|email|mailchi.mp|
Buttondown|email|buttondown.com buttondown.email|
ChatGPT|assistant|chatgpt.com chat.openai.com|openai
Claude|assistant|claude.ai|
Perplexity|assistant|perplexity.ai|
Gemini|assistant|gemini.google.com bard.google.com|
Copilot|assistant|copilot.microsoft.com copilot.cloud.microsoft|
Mistral|assistant|chat.mistral.ai|lechat
DeepSeek|assistant|chat.deepseek.com deepseek.com|
Grok|assistant|grok.com|
Meta AI|assistant|meta.ai|
You.com|assistant|you.com|
Poe|assistant|poe.com|
Phind|assistant|phind.com|
Kimi|assistant|kimi.com kimi.moonshot.cn|
Duck.ai|assistant|duck.ai|
Wikipedia||wikipedia.org|
Wikimedia||wikimedia.org|
Google News||news.google.com|
Apple News||apple.news|
Feedly||feedly.com|
Inoreader||inoreader.com|
Pocket||getpocket.com|
Instapaper||instapaper.com|
Figma||figma.com|
Notion||notion.so notion.site|
Canva||canva.com|
Trello||trello.com|
Jira||atlassian.net|
Confluence||confluence.com|
Firebase||firebase.google.com|
`
