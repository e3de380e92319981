# One image for every process of Prickle; docker-compose.yml says which container runs which.
#
#   docker build -t prickle .
#
# Alone, with its own databases in the volume, it is a whole instance as well:
#
#   docker run -p 8000:8000 -v prickle:/data prickle python -m posthog.supervisor --host 0.0.0.0

# The pages. The same pnpm as in package.json, and exactly what pnpm-lock.yaml says.
FROM node:22-bookworm-slim AS pages
RUN npm install --global pnpm@10.34.9
WORKDIR /src
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY frontend frontend
COPY products products
RUN pnpm install --frozen-lockfile && pnpm run build

# The Python packages of production alone: the lock decides versions and hashes, pyproject.toml which of them.
FROM python:3.11-slim-bookworm AS packages
RUN pip install --no-cache-dir uv==0.13.8
COPY pyproject.toml requirements.lock ./
RUN uv venv /opt/venv \
    && uv pip install --python /opt/venv/bin/python --no-cache \
        --requirements pyproject.toml --constraints requirements.lock

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Prickle" org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 prickle \
    && useradd --uid 10001 --gid prickle --home-dir /data --no-create-home --shell /usr/sbin/nologin prickle \
    && install --directory --owner=prickle --group=prickle --mode=0700 /data
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py pyproject.toml LICENSE ./
COPY common common
COPY posthog posthog
COPY products products
COPY --from=pages /src/frontend/dist frontend/dist
# Compiled once here, because the processes may not write into /app.
RUN /opt/venv/bin/python -m compileall -q common posthog products
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 POSTHOG_DATA_DIR=/data
USER prickle
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/_livez', timeout=4)"]
CMD ["python", "-m", "posthog.supervisor", "web", "--host", "0.0.0.0"]
