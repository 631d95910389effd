"""A name's keys are of so many of its letters, and no more.

They grow with the square of its letters, and one character may unfold into eighteen:
a search for eighty such would hold gigabytes of keys.
"""

from django.db import migrations

LETTERS = 100

WORDS = r"""
CREATE OR REPLACE FUNCTION bookings_name_words(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT string_to_array(trim(left(regexp_replace(trim(regexp_replace(
    replace(replace(replace(lower(translate(
      regexp_replace(normalize(coalesce(left(name, {letters}), ''), NFKD),
        '[\u0300-\u036f''’‘ʻʼ`´.]', '', 'g'),
      'ØøĐđŁłıÐðÞþẞÆŒ', 'OoDdLliDdTtßæœ')),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '[-‐‑–—/,;:()"_\s]+', ' ', 'g')), ' (jr|sr|ii|iii|iv)$', ''), {letters})), ' ') $f$;
"""
BEFORE = r"""
CREATE OR REPLACE FUNCTION bookings_name_words(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT string_to_array(regexp_replace(trim(regexp_replace(
    replace(replace(replace(lower(translate(
      regexp_replace(normalize(coalesce(name, ''), NFKD),
        '[\u0300-\u036f''’‘ʻʼ`´.]', '', 'g'),
      'ØøĐđŁłıÐðÞþẞÆŒ', 'OoDdLliDdTtßæœ')),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '[-‐‑–—/,;:()"_\s]+', ' ', 'g')), ' (jr|sr|ii|iii|iv)$', ''), ' ') $f$;
"""

# The keys of every other name are what they were.
LONG = """
SELECT bookings_write_name_keys(array_agg(id)) FROM bookings_names
WHERE greatest(octet_length(surname), octet_length(given_name),
  octet_length(middle_name)) > 100
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0004_name_keys")]

    operations = [
        migrations.RunSQL(WORDS.format(letters=LETTERS), BEFORE),
        migrations.RunSQL(LONG, migrations.RunSQL.noop),
    ]
