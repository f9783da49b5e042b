-- Run once, by PostgreSQL's image, when its volume is new: makes the service's role and its database.
-- The service owns its database and is no superuser; the superuser can only connect from inside the container.
\set password `cat /run/secrets/postgres_password`
CREATE ROLE desk LOGIN PASSWORD :'password';
CREATE DATABASE desk OWNER desk;
ALTER ROLE postgres PASSWORD NULL;
