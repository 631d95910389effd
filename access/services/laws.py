"""Loading laws."""

from pathlib import Path

from access import law as lawfile
from access.acts import Act
from access.models import LawVersion
from access.viewer import System
from audit.acting import acting
from audit.enums import Outcome
from audit.services import record_act

LAWS = Path(__file__).resolve().parent.parent / "laws"


def load_law_files(folder: Path = LAWS) -> list[LawVersion]:
    """Load every law file of a folder that is not loaded yet; all, or none.

    Raises BadLaw with file, rule and reason. Files already loaded are left as
    they are; a file changed after loading is another law, and must begin at
    another instant.
    """
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    laws = {name: lawfile.parse(source, name=name) for name, source in files.items()}
    lawfile.check_linear(laws.values())
    loaded = []
    with acting(None, Act.LOAD_LAW):
        present = dict(LawVersion.objects.values_list("sha256", "pk"))
        for name, law in laws.items():
            if law.sha256 not in present:
                _check_instant_is_free(law, name)
                loaded.append(_load(law, name, files[name]))
    return loaded


def _check_instant_is_free(law: lawfile.Law, name: str) -> None:
    taken = LawVersion.objects.filter(kind=law.kind, effective_at=law.effective_at)
    if other := taken.first():
        raise lawfile.BadLaw(
            f"{name}: {other.file_name} is loaded and begins at the same instant; "
            "a loaded law is never changed: give the new one its own instant"
        )


def _load(law: lawfile.Law, name: str, source: bytes) -> LawVersion:
    version = put_on_file(law, name, source)
    record_act(
        Act.LOAD_LAW,
        Outcome.DONE,
        actor=System("load_law"),
        target_kind="law",
        target_id=version.pk,
    )
    return version


def put_on_file(law: lawfile.Law, name: str, source: bytes) -> LawVersion:
    """Write down a law, word for word. The database refuses one whose instant has
    passed, and one to come that two people have not signed.
    """
    return LawVersion.objects.create(
        title=law.title,
        kind=law.kind,
        jurisdiction=law.jurisdiction,
        effective_at=law.effective_at,
        effective_source=law.effective_source,
        effective_certainty=law.effective_certainty,
        file_name=name,
        source=source,
        sha256=law.sha256,
    )
