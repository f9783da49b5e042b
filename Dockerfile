# One image for every role: the compose file says which command a container runs.

FROM python:3.13-slim AS dependencies
# The environment holds no pip, and nothing is compiled: what has no wheel stops the build here.
RUN python -m venv --without-pip /venv
COPY requirements.txt .
RUN pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --no-input \
    --only-binary :all: --require-hashes -r requirements.txt

FROM python:3.13-slim
# A container's root is read-only, so byte code is made here or again at every start. Here Python's own.
RUN python -m compileall -q "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
# A fixed number, so that files on a host can be made readable for this user.
RUN groupadd --gid 10001 desk \
    && useradd --uid 10001 --gid desk --no-create-home --home-dir /app --shell /usr/sbin/nologin desk
WORKDIR /app
# The models multiply short rows of numbers, for which more threads are no help.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1
# Before the code, so that a change of code leaves this layer as it is.
COPY --from=dependencies /venv /venv
COPY config config
COPY workers workers
COPY service service
RUN python -m compileall -q service workers
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "service", "serve"]
