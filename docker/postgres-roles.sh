#!/bin/bash
# Run once, by the database's image, on an empty volume: the two roles and their database.
# The application's role is no member of the owner's, and neither is a superuser.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
-- CREATEDB: a backup is restored beside the database that stands.
CREATE ROLE jr_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE jr_app LOGIN PASSWORD :'app_password';
CREATE DATABASE jr OWNER jr_owner;
REVOKE ALL ON DATABASE jr FROM PUBLIC;
GRANT CONNECT ON DATABASE jr TO jr_app;
SQL
