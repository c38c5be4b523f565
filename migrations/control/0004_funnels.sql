CREATE TABLE `funnel` (
	`site_id` integer NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`steps` text NOT NULL,
	`strict` integer NOT NULL,
	`window_minutes` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`),
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `funnel_name` ON `funnel` (`site_id`,`name`);