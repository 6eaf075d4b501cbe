-- A farm that ran RenderOnline 1.x for a while: its types (tinyint and smallint ids, no foreign keys,
-- no unique e-mail, a leftover column) with rows in every table. Written from the facts of 1.x's
-- schema; the collation is one that MariaDB has as well.
CREATE TABLE subscriptions (
  subscription_id tinyint unsigned NOT NULL AUTO_INCREMENT,
  name varchar(50) NOT NULL,
  queue_limit tinyint unsigned NOT NULL,
  PRIMARY KEY (subscription_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO subscriptions VALUES (1, 'Default', 3), (2, 'Studio', 255);

CREATE TABLE users (
  user_id smallint unsigned NOT NULL AUTO_INCREMENT,
  first_name varchar(50) NOT NULL,
  last_name varchar(50) NOT NULL,
  email varchar(255) NOT NULL,
  subscription_id tinyint unsigned NOT NULL,
  is_active tinyint NOT NULL,
  token text NOT NULL,
  userscol varchar(45) DEFAULT NULL,
  PRIMARY KEY (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO users VALUES
  (1, 'Ada', 'Lovelace', 'ada@example.com', 2, 1, 'ada-raw-token', 'kept'),
  (2, 'Günther', 'Groß', 'guenther@example.com', 1, 0, 'guenther-raw-token', NULL);

CREATE TABLE engines (
  engine_id tinyint unsigned NOT NULL AUTO_INCREMENT,
  name varchar(50) NOT NULL,
  extension varchar(50) NOT NULL,
  download_path text NOT NULL,
  render_argument text NOT NULL,
  PRIMARY KEY (engine_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO engines VALUES
  (1, 'blender', '.blend', '@DOWNLOADS@', 'blender -b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a');

CREATE TABLE argtypes (
  argtype_id varchar(50) NOT NULL,
  type varchar(50) NOT NULL,
  regex text,
  PRIMARY KEY (argtype_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO argtypes VALUES ('start_frame', 'natural', NULL), ('end_frame', 'natural', NULL), ('output_format', 'word', '^(PNG|JPEG)$');

CREATE TABLE machines (
  machine_id tinyint unsigned NOT NULL AUTO_INCREMENT,
  ip_address varchar(50) NOT NULL,
  port smallint unsigned NOT NULL,
  PRIMARY KEY (machine_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO machines VALUES (1, '127.0.0.1', @NODE_PORT@);

CREATE TABLE renders (
  render_id bigint unsigned NOT NULL AUTO_INCREMENT,
  file_name varchar(255) NOT NULL,
  file_path text NOT NULL,
  file_size bigint NOT NULL,
  arguments text NOT NULL,
  engine_id tinyint unsigned NOT NULL,
  PRIMARY KEY (render_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO renders VALUES
  (1, 'done.blend', '@DOWNLOADS@/1/638600000000000000/done.blend', 100, 'blender -b done.blend -a', 1),
  (2, 'broken.blend', '@DOWNLOADS@/1/638600000000000001/broken.blend', 100, 'blender -b broken.blend -a', 1),
  (3, 'waiting.blend', '@DOWNLOADS@/1/638600000000000002/waiting.blend', 100,
   'blender -b @DOWNLOADS@/1/638600000000000002/waiting.blend -s 1 -e 2 -a', 1);

CREATE TABLE tasks (
  task_id bigint unsigned NOT NULL AUTO_INCREMENT,
  user_id smallint unsigned NOT NULL,
  queue_time datetime DEFAULT NULL,
  start_time datetime DEFAULT NULL,
  end_time datetime DEFAULT NULL,
  is_running tinyint NOT NULL,
  is_success tinyint NOT NULL,
  render_id bigint unsigned NOT NULL,
  machine_id tinyint unsigned DEFAULT NULL,
  PRIMARY KEY (task_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO tasks VALUES
  (1, 1, '2024-08-27 20:00:00', '2024-08-27 20:01:00', '2024-08-27 20:05:00', 0, 1, 1, 1),
  (2, 1, '2024-08-27 21:00:00', '2024-08-27 21:05:00', '2024-08-27 21:05:00', 0, 0, 2, 1),
  (3, 1, '2024-08-27 22:00:00', NULL, NULL, 0, 0, 3, NULL);

CREATE TABLE queue (
  queue_id bigint unsigned NOT NULL AUTO_INCREMENT,
  task_id bigint unsigned NOT NULL,
  PRIMARY KEY (queue_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO queue VALUES (3, 3);
