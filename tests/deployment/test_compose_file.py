"""What docker-compose.yml promises about every container. No engine is needed to hold it."""

import re
from pathlib import Path
from typing import Any

import pytest

from service.queueing.bell import JOB_TIMEOUT_SECONDS
from tests.deployment.compose_file import COMPOSE, ROOT, SERVICES

ROLES = ("api", "worker", "sweep", "migrate")
STORES = ("postgres", "valkey")

of_every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())


def test_there_are_the_services_that_the_documents_name() -> None:
    assert set(SERVICES) == {*ROLES, *STORES}


@of_every_service
def test_a_container_can_change_nothing_but_its_volumes_and_its_memory(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    for volume in service["volumes"]:
        assert volume.endswith((":ro", "-data:/data", "-data:/var/lib/postgresql/data"))


@of_every_service
def test_a_container_has_no_privilege(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "network_mode"} & set(service)


@of_every_service
def test_a_container_cannot_use_up_the_machine(service: dict[str, Any]) -> None:
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


@of_every_service
def test_signals_reach_the_program(service: dict[str, Any]) -> None:
    assert service["init"] is True
    assert isinstance(service.get("command", []), list), "a shell between would swallow them"


@pytest.mark.parametrize("name", STORES)
def test_a_store_does_not_run_as_root(name: str) -> None:
    assert SERVICES[name]["user"] == name


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_what_runs_for_long_comes_back_and_shows_its_health(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


def test_the_migration_runs_once_and_before_everything_that_needs_its_schema() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("api", "worker", "sweep"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "valkey": {"condition": "service_healthy"},
        }


def test_only_the_api_has_a_port_and_only_this_machine_reaches_it() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api"]
    assert SERVICES["api"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


def test_the_stores_stand_in_a_network_without_a_way_out() -> None:
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert {
        name: service["networks"] for name, service in SERVICES.items() if service["networks"] != ["data"]
    } == {"api": ["data", "edge"]}


def test_the_roles_share_one_image_that_is_built_once() -> None:
    assert {SERVICES[name]["image"] for name in ROLES} == {"comment-desk:local"}
    assert [name for name, service in SERVICES.items() if "build" in service] == ["api"]


@pytest.mark.parametrize("name", STORES)
def test_a_store_is_pinned_to_a_version(name: str) -> None:
    assert re.fullmatch(r"[a-z/]+:\d+(\.\d+)*", SERVICES[name]["image"])


def test_the_workers_can_be_many() -> None:
    assert SERVICES["worker"]["scale"] == "${WORKERS:-1}"
    assert not {"container_name", "hostname", "ports"} & set(SERVICES["worker"])


def test_a_worker_has_time_to_end_its_job() -> None:
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > JOB_TIMEOUT_SECONDS


@of_every_service
def test_no_secret_stands_in_the_environment(service: dict[str, Any]) -> None:
    revealing = re.compile(r"PASSWORD|SECRET|_URL|TOKEN|KEY|AUTH")
    for name, value in service.get("environment", {}).items():
        if revealing.search(name):
            assert name.endswith("_FILE")
            assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_every_secret_is_a_file_that_make_secrets_makes(secrets: Path) -> None:
    assert COMPOSE["secrets"] == {file.name: {"file": f"secrets/{file.name}"} for file in secrets.iterdir()}


def test_each_container_gets_the_secrets_it_needs_and_no_other() -> None:
    assert {name: set(service["secrets"]) for name, service in SERVICES.items()} == {
        "api": {"database_url", "redis_url", "secret_key"},
        "worker": {"database_url", "redis_url"},
        "sweep": {"database_url", "redis_url"},
        "migrate": {"database_url"},
        "valkey": {"valkey_password"},
        "postgres": {"postgres_password"},
    }


def test_every_file_that_is_mounted_exists() -> None:
    configs = [each["file"] for each in COMPOSE["configs"].values()]
    sources = [volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]]
    directories = [source for source in sources if source not in COMPOSE["volumes"]]
    assert directories == ["./config"] * len(ROLES)
    for path in [*configs, *directories]:
        assert (ROOT / path).exists(), path
