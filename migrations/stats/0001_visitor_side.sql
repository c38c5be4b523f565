ALTER TABLE `events` ADD `language` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `screen_class` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `asn_kind` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `lcp` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `inp` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `cls` real;--> statement-breakpoint
ALTER TABLE `events` ADD `fcp` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `ttfb` integer;--> statement-breakpoint
ALTER TABLE `visits` ADD `language` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `visits` ADD `screen_class` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `visits` ADD `asn_kind` text DEFAULT '' NOT NULL;