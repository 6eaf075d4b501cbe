/**
 * The tables of RenderOnline 1.x as its own scripts left them, for tests of upgrading: narrow ids, no indexes,
 * no foreign keys, a stray `userscol`. The collation that those scripts ask for (utf8mb4_0900_ai_ci) is
 * MySQL's own; MariaDB does not know it, so whoever ran them there had put another in its place.
 */
export const version1Tables = `
create table users (
  user_id smallint unsigned not null auto_increment, first_name varchar(50) not null,
  last_name varchar(50) not null, email varchar(255) not null, subscription_id tinyint unsigned not null,
  is_active tinyint not null, token text not null, userscol varchar(45) default null, primary key (user_id)
) engine=InnoDB default charset=utf8mb4;
create table subscriptions (
  subscription_id tinyint unsigned not null auto_increment, name varchar(50) not null,
  queue_limit tinyint unsigned not null, primary key (subscription_id)
) engine=InnoDB default charset=utf8mb4;
create table engines (
  engine_id tinyint unsigned not null auto_increment, name varchar(50) not null, extension varchar(50) not null,
  download_path text not null, render_argument text not null, primary key (engine_id)
) engine=InnoDB default charset=utf8mb4;
create table argtypes (
  argtype_id varchar(50) not null, type varchar(20) not null, regex text, primary key (argtype_id)
) engine=InnoDB default charset=utf8mb4;
create table machines (
  machine_id tinyint unsigned not null auto_increment, ip_address varchar(45) not null,
  port int unsigned not null, primary key (machine_id)
) engine=InnoDB default charset=utf8mb4;
create table renders (
  render_id bigint unsigned not null auto_increment, file_name varchar(255) not null, file_path text not null,
  file_size bigint not null, arguments text not null, engine_id tinyint unsigned not null, primary key (render_id)
) engine=InnoDB default charset=utf8mb4;
create table tasks (
  task_id bigint unsigned not null auto_increment, user_id smallint unsigned not null,
  queue_time datetime default null, start_time datetime default null, end_time datetime default null,
  is_running tinyint not null, is_success tinyint not null, render_id bigint unsigned not null,
  machine_id tinyint unsigned default null, primary key (task_id)
) engine=InnoDB default charset=utf8mb4;
create table queue (
  queue_id bigint unsigned not null auto_increment, task_id bigint unsigned not null, primary key (queue_id)
) engine=InnoDB default charset=utf8mb4;
`;

/** A farm in use: one task in each condition that 1.x knew, whose ids say which. */
export const version1Rows = `
insert into subscriptions values (1, 'Default', 3), (255, 'Studio', 255);
insert into users values
  (1, 'Test', 'User', 'user@example.com', 1, 1, 'my-secret-token', 'stray'),
  (2, 'Zoë', 'O''Neil', 'zoe@example.com', 255, 0, 'Another-Token', null);
insert into engines values (1, 'blender', '.blend', '/srv/renderonline/downloads',
  'blender -b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a');
insert into argtypes values ('start_frame', 'natural', null), ('end_frame', 'natural', null),
  ('output_format', 'extension', null);
insert into machines values (1, '192.168.1.10', 5001), (255, '192.168.1.11', 5001);
insert into renders values
  (1, 'a.blend', '/srv/renderonline/downloads/1/1/a.blend', 11, 'blender -b a.blend', 1),
  (2, 'b.blend', '/srv/renderonline/downloads/1/2/b.blend', 12, 'blender -b b.blend', 1),
  (3, 'c.blend', '/srv/renderonline/downloads/1/3/c.blend', 13, 'blender -b c.blend', 1),
  (4, 'd.blend', '/srv/renderonline/downloads/1/4/d.blend', 14, 'blender -b d.blend', 1),
  (5, 'e.blend', '/srv/renderonline/downloads/2/5/e.blend', 15, 'blender -b e.blend', 1);
insert into tasks values
  (1, 1, '2024-08-27 20:00:00', '2024-08-27 20:01:00', '2024-08-27 20:05:00', 0, 1, 1, 1),
  (2, 1, '2024-08-27 21:00:00', '2024-08-27 21:05:00', '2024-08-27 21:05:00', 0, 0, 2, 255),
  (3, 1, '2024-08-27 22:00:00', '2024-08-27 22:01:00', null, 1, 0, 3, 1),
  (4, 1, '2024-08-27 23:00:00', null, null, 0, 0, 4, null),
  (5, 2, '2024-08-27 23:30:00', null, null, 0, 0, 5, null);
insert into queue values (10, 3), (11, 4);
`;

/** Rows that point at what is gone, which nothing kept 1.x from having. Adds to `version1Rows`. */
export const version1Orphans = `
insert into users values (3, 'No', 'Subscription', 'none@example.com', 77, 1, 'token', null);
insert into renders values (6, 'f.blend', '/srv/f.blend', 16, 'blender -b f.blend', 88);
insert into tasks values
  (6, 999, '2024-08-28 00:00:00', null, null, 0, 0, 6, 99),
  (7, 1, '2024-08-28 01:00:00', null, null, 0, 0, 12345, null);
insert into queue values (12, 7), (13, 4), (14, 4242);
`;
