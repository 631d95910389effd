"""By which names are found: keys made by one function, kept by triggers.

``bookings_name_forms`` is the whole of the algorithm, for what is stored and for what
is asked. Another algorithm is another VERSION, and then ``manage.py rebuild_search``.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

# Plain words of a name: no accents, apostrophes, dots or suffix; hyphens part words.
# A word's sound: what consonants are left when those that sound alike are one.
WORDS = r"""
CREATE FUNCTION bookings_name_words(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT string_to_array(regexp_replace(trim(regexp_replace(
    replace(replace(replace(lower(translate(
      regexp_replace(normalize(coalesce(name, ''), NFKD),
        '[\u0300-\u036f''’‘ʻʼ`´.]', '', 'g'),
      'ØøĐđŁłıÐðÞþẞÆŒ', 'OoDdLliDdTtßæœ')),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '[-‐‑–—/,;:()"_\s]+', ' ', 'g')), ' (jr|sr|ii|iii|iv)$', ''), ' ') $f$;

CREATE FUNCTION bookings_plain_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT array_to_string(public.bookings_name_words(name), '') $f$;

CREATE FUNCTION bookings_name_sound(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $f$
DECLARE s text := word;
BEGIN
  s := regexp_replace(s, '^(k|g|p)n', 'n');
  s := regexp_replace(s, '^(wr|rh)', 'r');
  s := regexp_replace(s, '^(ps|x)', 's');
  s := regexp_replace(s, 'sc?h(?=[lmnrw])', 's', 'g');
  s := regexp_replace(s, 'ch(?=r)', 'k', 'g');
  s := regexp_replace(s, 'sch|tch|ch|sh|cz|[tc]i(?=[oa])', 'X', 'g');
  s := replace(replace(s, 'x', 'ks'), 'ph', 'f');
  s := regexp_replace(s, 'gh(?=t|$|[lmn])', '', 'g');
  s := regexp_replace(s, 'd?g(?=[eiy])', 'j', 'g');
  s := regexp_replace(s, 'c(?=[eiy])', 's', 'g');
  s := regexp_replace(s, 'ck|cq|c', 'k', 'g');
  s := regexp_replace(s, 'mb$|mp(?=[st])', 'm', 'g');
  s := translate(s, 'qzvdX', 'ksftx');
  s := regexp_replace(regexp_replace(s, 'th', 't', 'g'), '(.)\1+', '\1', 'g');
  s := regexp_replace(s, '^[aeiouy]+', 'A');
  RETURN regexp_replace(left(s, 1) || translate(substr(s, 2), 'aeiouyhw', ''),
    '(.)\1+', '\1', 'g');
END $f$;
"""

# Each kind of key has a mark of its own before the letters that are hashed. Two words
# that are one letter apart have a word in common once each has lost a letter; two that
# are two apart, once each has lost two (only words of six letters lose two).
# ``asking`` adds what only a question needs: halves meet wholes, and shorter words
# meet longer ones. PL/pgSQL, because it keeps its plans from call to call, and loops,
# because they take a third of the time of a query here.
FORMS = r"""
CREATE FUNCTION bookings_name_forms(name text, beside text, asking boolean,
  OUT same text[], OUT near text[], OUT part text[], OUT sound text[], OUT far text[])
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $f$
DECLARE
  particles CONSTANT text[] := '{de,la,las,los,del,der,den,da,das,di,do,dos,du,el,al,le,van,von,st,bin,ibn,abu}';
  words text[] := public.bookings_name_words(name);
  others text[] := public.bookings_name_words(beside);
  word text := array_to_string(words, '');
  letters integer := length(word);
  less_one text;
  half text;
BEGIN
  same := '{}'; near := '{}'; part := '{}'; sound := '{}'; far := '{}';
  IF letters = 0 THEN
    part := '{/}';
  ELSE
    same := ARRAY['=' || word];
    near := ARRAY['~' || word];
    sound := ARRAY['@' || public.bookings_name_sound(word)];
  END IF;
  IF letters > 2 THEN
    FOR i IN 1 .. letters LOOP
      less_one := left(word, i - 1) || substr(word, i + 1);
      IF i = 1 OR substr(word, i, 1) <> substr(word, i - 1, 1) THEN
        near := near || ('~' || less_one);
      END IF;
      CONTINUE WHEN letters < 6;
      FOR j IN i .. letters - 1 LOOP
        far := far || ('^' || left(less_one, j - 1) || substr(less_one, j + 1));
      END LOOP;
    END LOOP;
  END IF;
  IF cardinality(words) > 1 THEN others := words || others; END IF;
  FOREACH half IN ARRAY others LOOP
    CONTINUE WHEN length(half) < 2 OR half = ANY (particles);
    part := part || ('/' || half);
    sound := sound || ('@' || public.bookings_name_sound(half));
    IF asking THEN part := part || ('=' || half); END IF;
  END LOOP;
  IF asking AND letters > 0 THEN
    part := part || ARRAY['/' || word, '/'];
    far := far || (SELECT array_agg('~' || substr(w, 2)) FROM unnest(far) w);
    IF letters > 4 THEN
      far := far || (SELECT array_agg('^' || substr(w, 2)) FROM unnest(near) w);
    END IF;
  END IF;
END $f$;

CREATE FUNCTION bookings_name_hashes(words text[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $f$
BEGIN
  RETURN (SELECT coalesce(array_agg(('x' || left(md5(w), 8))::bit(32)::int), '{}')
          FROM unnest(words) w);
END $f$;

CREATE FUNCTION bookings_name_keys(name text, beside text DEFAULT '')
RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $f$
DECLARE f record := public.bookings_name_forms(name, beside, false);
BEGIN
  RETURN public.bookings_name_hashes(f.same || f.near || f.part || f.sound || f.far);
END $f$;
"""

# What is asked for, taken apart. A nickname is looked up here, so that a larger list
# of nicknames needs no other keys. ``close`` and ``loose`` are what the two stages of
# a search look for; the ones ``_as_given`` among given names.
ASKED = r"""
CREATE FUNCTION bookings_nicknames(plain text) RETURNS integer[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $f$
BEGIN
  RETURN public.bookings_name_hashes((
    WITH formal AS (
      SELECT given_name FROM public.bookings_nickname WHERE nickname = plain
      UNION SELECT plain)
    SELECT array_agg('=' || other) FROM (
      SELECT n.nickname FROM public.bookings_nickname n JOIN formal USING (given_name)
      UNION SELECT given_name FROM formal) known (other)
    WHERE other <> plain));
END $f$;

CREATE FUNCTION bookings_asked_name(name text, OUT same integer[],
  OUT near integer[], OUT nick integer[], OUT part integer[], OUT sound integer[],
  OUT far integer[], OUT close integer[], OUT close_as_given integer[],
  OUT loose integer[], OUT loose_as_given integer[])
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $f$
DECLARE
  f record := public.bookings_name_forms(name, '', true);
  nothing integer := (public.bookings_name_hashes('{/}'))[1];
BEGIN
  same := public.bookings_name_hashes(f.same);
  near := public.bookings_name_hashes(f.near);
  part := public.bookings_name_hashes(f.part);
  sound := public.bookings_name_hashes(f.sound);
  far := public.bookings_name_hashes(f.far);
  nick := public.bookings_nicknames(public.bookings_plain_name(name));
  -- Who has no such name on record is no close match, and there may be many.
  close := same || near || array_remove(part, nothing);
  close_as_given := close || nick;
  loose := close || nothing || sound || far;
  loose_as_given := loose || nick;
END $f$;

CREATE FUNCTION bookings_name_grade(keys integer[], same integer[], nick integer[],
  near integer[], part integer[], sound integer[], far integer[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT CASE WHEN keys && same THEN 0 WHEN keys && nick THEN 1 WHEN keys && near THEN 2
    WHEN keys && part THEN 4 WHEN keys && sound THEN 5 WHEN keys && far THEN 6
    ELSE 9 END $f$;
"""

# One statement for each write, however many rows it writes.
KEPT = r"""
CREATE FUNCTION bookings_name_version() RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$ SELECT 1::smallint $f$;

CREATE VIEW bookings_names AS
  SELECT id, id AS person_id, false AS is_alias, surname, given_name, middle_name,
    birth_date FROM bookings_person
  UNION ALL
  SELECT a.id, a.person_id, true, a.surname, a.given_name, '', p.birth_date
  FROM bookings_alias a JOIN bookings_person p ON p.id = a.person_id;

CREATE FUNCTION bookings_write_name_keys(ids uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
  INSERT INTO public.bookings_namekey
    (id, person_id, is_alias, surname_keys, given_keys, birth_date, version)
  SELECT id, person_id, is_alias, public.bookings_name_keys(surname),
    public.bookings_name_keys(given_name, middle_name), birth_date,
    public.bookings_name_version()
  FROM public.bookings_names WHERE id = ANY (ids)
  ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id,
    surname_keys = excluded.surname_keys, given_keys = excluded.given_keys,
    birth_date = excluded.birth_date, version = excluded.version $f$;
REVOKE ALL ON FUNCTION bookings_write_name_keys(uuid[]) FROM PUBLIC;

CREATE FUNCTION bookings_keep_person_keys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM public.bookings_namekey k USING old_rows o WHERE k.id = o.id;
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM public.bookings_write_name_keys(array_agg(n.id)) FROM new_rows n;
  ELSE
    DELETE FROM public.bookings_namekey k USING old_rows o
    WHERE k.id = o.id AND NOT EXISTS (SELECT FROM new_rows n WHERE n.id = o.id);
    PERFORM public.bookings_write_name_keys(array_agg(n.id))
    FROM new_rows n LEFT JOIN old_rows o USING (id)
    WHERE (n.surname, n.given_name, n.middle_name, n.birth_date)
      IS DISTINCT FROM (o.surname, o.given_name, o.middle_name, o.birth_date);
    UPDATE public.bookings_namekey k SET birth_date = n.birth_date
    FROM new_rows n JOIN old_rows o USING (id)
    WHERE k.person_id = n.id AND k.is_alias
      AND n.birth_date IS DISTINCT FROM o.birth_date;
  END IF;
  RETURN NULL;
END $f$;

CREATE FUNCTION bookings_keep_alias_keys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM public.bookings_namekey k USING old_rows o WHERE k.id = o.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM public.bookings_write_name_keys(array_agg(n.id)) FROM new_rows n;
  END IF;
  RETURN NULL;
END $f$;
REVOKE ALL ON FUNCTION bookings_keep_person_keys(), bookings_keep_alias_keys()
  FROM PUBLIC;
"""

KEEP = """
CREATE TRIGGER keep_keys_{operation} AFTER {operation} ON bookings_{table}
  REFERENCING {rows} FOR EACH STATEMENT
  EXECUTE FUNCTION bookings_keep_{table}_keys();
ALTER TABLE bookings_{table} ENABLE ALWAYS TRIGGER keep_keys_{operation};
"""
ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}
TRIGGERS = [
    KEEP.format(operation=operation, table=table, rows=rows)
    for table in ("person", "alias")
    for operation, rows in ROWS.items()
]
EXISTING = "SELECT bookings_write_name_keys(array_agg(id)) FROM bookings_names"

# Name prefixes are compared in C collation, whatever the database's.
BY_GIVEN_NAME = """
DROP INDEX person_by_given_name;
CREATE INDEX person_by_given_name ON bookings_person
  (upper(given_name) COLLATE "C", upper(surname) COLLATE "C", id);
"""

# What everybody knows; ``load_reference nicknames FILE`` brings more.
NICKNAMES = """
Abigail: Abby Gail
Albert: Al Bert
Alexander: Alex Al Sasha Xander
Alexandra: Alex Sandra Sasha
Alfred: Al Fred
Alejandro: Alex Ale
Andrew: Andy Drew
Anthony: Tony
Antonio: Tony Toño
Barbara: Barb Babs
Benjamin: Ben Benny
Catherine: Cathy Kate Katie Kitty
Charles: Charlie Chuck Chas
Christine: Chris Tina Chrissy
Christopher: Chris Kit Topher
Daniel: Dan Danny
David: Dave Davey
Deborah: Deb Debbie
Donald: Don Donnie
Dorothy: Dot Dottie Dolly
Edward: Ed Eddie Ned Ted Teddy
Eleanor: Ellie Nell Nora
Elizabeth: Beth Betsy Betty Eliza Libby Lisa Liz Lizzie
Eugene: Gene
Francis: Frank Fran
Francisco: Paco Pancho Frank Cisco
Frederick: Fred Freddy Rick
Gerald: Gerry Jerry
Gregory: Greg
Guadalupe: Lupe
Guillermo: Memo
Harold: Hal Harry
Henry: Hank Harry
Ignacio: Nacho
Jacob: Jake
James: Jim Jimmy Jamie
Jeffrey: Jeff
Jennifer: Jen Jenny
Jesus: Chuy
Jessica: Jess Jessie
John: Jack Johnny
Jonathan: Jon Nathan
Jose: Pepe Chepe
Joseph: Joe Joey
Joshua: Josh
Katherine: Kathy Kate Katie Kay Kitty
Kenneth: Ken Kenny
Lawrence: Larry
Leonard: Leo Lenny Len
Louis: Lou Louie
Manuel: Manny
Margaret: Maggie Marge Margie Meg Peg Peggy Rita
Martha: Marty Patty
Mary: Molly Polly Mamie
Matthew: Matt
Michael: Mike Mick Mickey
Nathaniel: Nate Nathan Nat
Nicholas: Nick Nicky
Pamela: Pam
Patricia: Pat Patty Tricia Trish
Patrick: Pat Paddy
Peter: Pete
Philip: Phil
Rafael: Rafa
Raymond: Ray
Rebecca: Becky Becca
Richard: Dick Rich Rick Ricky
Robert: Bob Bobby Rob Robbie
Roberto: Beto
Ronald: Ron Ronnie
Samuel: Sam Sammy
Samantha: Sam
Stephen: Steve
Steven: Steve
Susan: Sue Susie
Theodore: Ted Teddy Theo
Theresa: Terry Tess Tessa
Thomas: Tom Tommy
Timothy: Tim Timmy
Victoria: Vicky Tori
Vincent: Vince Vinny
Walter: Walt Wally
William: Bill Billy Will Willie Liam
Zachary: Zach Zack
"""


def load_nicknames(apps, schema_editor):
    rows = [
        (given, nickname)
        for line in NICKNAMES.strip().splitlines()
        for given, _, others in [line.partition(":")]
        for nickname in others.split()
    ]
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO bookings_nickname (given_name, nickname)"
            " VALUES (bookings_plain_name(%s), bookings_plain_name(%s))"
            " ON CONFLICT DO NOTHING",
            rows,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0003_by_discharge"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_alias", models.BooleanField()),
                (
                    "surname_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                (
                    "given_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                ("birth_date", models.DateField(null=True)),
                ("version", models.SmallIntegerField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Nickname",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("given_name", models.CharField(max_length=80)),
                ("nickname", models.CharField(max_length=80)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.text.Upper("given_name"),
                django.db.models.functions.text.Upper("surname"),
                models.F("id"),
                name="person_by_given_name",
            ),
        ),
        migrations.AddField(
            model_name="namekey",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="bookings.person",
            ),
        ),
        migrations.AddIndex(
            model_name="nickname",
            index=models.Index(
                fields=["given_name", "nickname"], name="nickname_by_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="nickname",
            constraint=models.UniqueConstraint(
                fields=("nickname", "given_name"), name="nickname_once"
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["surname_keys", "given_keys"],
                gin_pending_list_limit=256,
                name="namekey_by_keys",
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(
                fields=["birth_date", "id"], name="namekey_by_birth_date"
            ),
        ),
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (WORDS, FORMS, ASKED, KEPT, *TRIGGERS, EXISTING, BY_GIVEN_NAME)
        ),
        migrations.RunPython(load_nicknames, migrations.RunPython.noop),
    ]
