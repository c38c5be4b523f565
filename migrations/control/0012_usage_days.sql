-- SQLite renames it in the key and the index as well.
ALTER TABLE `usage` RENAME COLUMN "month" TO "day";
