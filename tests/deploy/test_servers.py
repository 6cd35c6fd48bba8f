"""The sample configurations of docs/deploy, tried on real servers; that of IIS is only read."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from tests.pictures import photo
from tests.sites import Site

DEPLOY = Path(__file__).parent.parent.parent / "docs/deploy"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}
FOR_EVER, ASK = "public, max-age=31536000, immutable", "no-cache"
MODULES = (
    "mpm_event", "authz_core", "authz_host", "mime", "dir",
    "alias", "headers", "deflate", "filter", "setenvif",
)  # fmt: skip
PATHS = ["/", "/2026/05/01.html", "/feed.xml", "/manifest.json", "/none/at/all.html"]
ROOT = os.name == "posix" and os.geteuid() == 0


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Server(NamedTuple):
    port: int
    folder: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, headers={n.replace("_", "-"): v for n, v in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def asset(self, name: str) -> str:
        (file,) = self.folder.glob(f"assets/{name}")
        return f"/assets/{file.name}"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A built site where other users may read it."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    site = Site.small(top / "site")
    site.edit("site.yaml", "office:", "base_url: http://127.0.0.1/\noffice:")
    site.write("content/2026/05/a.jpg", photo(900, 600))
    site.edit("content/2026/05/01.md", "均已交办。", "均已交办。\n\n![检查现场](a.jpg)\n")
    assert not site.build().problems
    (site.output / ".git").mkdir()
    (site.output / ".git/config").write_text("secret")
    (site.output / ".env").write_text("secret")
    yield site.output
    shutil.rmtree(top)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin") or name


@contextmanager
def nginx(folder: Path, place: Path) -> Iterator[Server]:
    port = free_port()
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace(
        "/srv/jianbao/current", str(folder)
    )
    (place / "jianbao.conf").write_text(ours, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = place / "nginx.conf"
    conf.write_text(
        f"{'user root;' * ROOT}daemon off;\npid {place}/pid;\nerror_log {place}/log;\nevents {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{temporary}"
        f"include {place}/jianbao.conf; }}\n"
    )
    with running([program("nginx"), "-c", str(conf), "-e", f"{place}/log"], port, place / "log"):
        yield Server(port, folder)


@contextmanager
def apache(folder: Path, place: Path, *, htaccess: bool = False) -> Iterator[Server]:
    port = free_port()
    ours = (DEPLOY / "apache.conf").read_text(encoding="utf-8")
    ours = ours.replace("*:80", f"127.0.0.1:{port}").replace("/srv/jianbao/current", str(folder))
    if htaccess:
        before, inside, after = re.split(r"# ---- [从到]这里 ----\n", ours)
        (folder / ".htaccess").write_text(inside, encoding="utf-8")
        ours = f"{before.replace('AllowOverride None', 'AllowOverride All')}{after}"
    (place / "jianbao.conf").write_text(ours, encoding="utf-8")
    conf = place / "apache.conf"
    conf.write_text(
        "".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so\n" for m in MODULES)
        + f"ServerRoot {place}\nPidFile {place}/pid\nErrorLog {place}/log\nListen 127.0.0.1:{port}\n"
        + f"ServerName localhost\nTypesConfig /etc/mime.types\nMutex file:{place}\n"
        + ("User www-data\nGroup www-data\n" if ROOT else "")
        + f"<Directory />\nRequire all denied\n</Directory>\nInclude {place}/jianbao.conf\n"
    )
    try:
        with running([program("apache2"), "-DFOREGROUND", "-f", str(conf)], port, place / "log"):
            yield Server(port, folder)
    finally:
        (folder / ".htaccess").unlink(missing_ok=True)


KINDS = ["nginx", "apache", "htaccess"]
NEEDS = {"nginx": "nginx", "apache": "apache2", "htaccess": "apache2"}


@pytest.fixture(
    scope="module",
    params=[pytest.param(kind, marks=pytest.mark.needs(NEEDS[kind])) for kind in KINDS],
)
def server(request, folder, tmp_path_factory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp(request.param)
    start = {
        "nginx": nginx,
        "apache": apache,
        "htaccess": lambda *given: apache(*given, htaccess=True),
    }[request.param]
    with start(folder, place) as started:
        yield started


@pytest.mark.parametrize(
    "path", ["/", "/2026/05/01.html", "/feed.xml", "/manifest.json", "/none/at/all.html"]
)
def test_every_answer_has_the_headers(server, path):
    answer = server.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers.get_all("Cache-Control") == [ASK]


def test_what_never_changes_is_kept_for_ever(server):
    for name in ("site.*.css", "search.*.js", "icon.*.svg"):
        answer = server.get(server.asset(name))
        assert (answer.status, answer.headers["Cache-Control"]) == (200, FOR_EVER)
        assert {header: answer.headers[header] for header in HEADERS} == HEADERS


def test_a_page_is_asked_for_again_and_not_sent_again(server):
    first = server.get("/2026/05/01.html", Accept_Encoding="gzip")
    again = server.get("/2026/05/01.html", Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")


TYPES = {
    "/": {"text/html; charset=utf-8"},
    "/2026/05/01.html": {"text/html; charset=utf-8"},
    "/feed.xml": {"text/xml; charset=utf-8", "application/xml; charset=utf-8"},
    "/manifest.json": {"application/json; charset=utf-8"},
    "/search/catalogue.js": {"application/javascript; charset=utf-8", "text/javascript; charset=utf-8"},
    "/SHA256SUMS": {"text/plain; charset=utf-8"},
}


@pytest.mark.parametrize("path, types", TYPES.items())
def test_kinds_and_charset(server, path, types):
    assert server.get(path).headers["Content-Type"] in types


def test_kinds_of_assets_and_pictures(server):
    assert server.get(server.asset("site.*.css")).headers["Content-Type"] == "text/css; charset=utf-8"
    assert server.get(server.asset("icon.*.svg")).headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    webp, jpeg = (next(server.folder.glob(f"2026/05/*{end}")).name for end in (".webp", ".jpg"))
    assert server.get(f"/2026/05/{webp}").headers["Content-Type"] == "image/webp"
    assert server.get(f"/2026/05/{jpeg}").headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("path", ["/index.html", "/feed.xml", "/search/catalogue.js"])
def test_texts_are_packed_and_come_out_as_they_are(server, path):
    answer = server.get(path, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.body) == (server.folder / path[1:]).read_bytes()


@pytest.mark.parametrize("path", ["/none.html", "/2026/05/99.html", "/a/b/c/d/"])
def test_what_is_not_there_is_said_with_a_page_whose_links_work_from_any_depth(server, path):
    answer = server.get(path)
    assert answer.status == 404
    page = answer.body.decode()
    assert "没有找到这个页面" in page
    links = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert links
    for link in links:
        assert link.startswith("/")
        assert server.get(link).status == 200


@pytest.mark.parametrize("path", ["/.env", "/.git/config", "/2026/.git/config", "/%2eenv", "/.htaccess"])
def test_hidden_files_are_not_there(server, path):
    answer = server.get(path)
    assert answer.status == 404
    assert b"secret" not in answer.body


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/assets/", "/2026/05/../.."])
def test_nothing_outside_and_no_listing(server, path):
    answer = server.get(path)
    assert answer.status in {200, 301, 400, 403, 404}
    assert b"root:" not in answer.body
    assert b"Index of" not in answer.body


def test_nothing_is_written(server):
    before = (server.folder / "index.html").read_bytes()
    for method in ("PUT", "DELETE"):
        assert server.get("/index.html", method).status in {403, 404, 405}
    assert (server.folder / "index.html").read_bytes() == before


# --- IIS ------------------------------------------------------------------------------------------


def test_the_configuration_of_iis_says_the_same():
    """It can't run here: that it is well-formed and holds the same table is all that is proved."""
    root = ET.parse(DEPLOY / "web.config").getroot()
    server = root.find("system.webServer")
    assert server is not None
    added = {add.get("name"): add.get("value") for add in server.iterfind("httpProtocol/customHeaders/add")}
    assert added == HEADERS
    cache = server.find("staticContent/clientCache")
    assert cache is not None
    assert cache.get("cacheControlMode") == "DisableCache"
    for_ever = root.find("location[@path='jianbao/assets']/system.webServer/staticContent/clientCache")
    assert for_ever is not None
    assert for_ever.get("cacheControlMaxAge") == "365.00:00:00"
    kinds = {m.get("fileExtension"): m.get("mimeType") for m in server.iterfind("staticContent/mimeMap")}
    removed = {r.get("fileExtension") for r in server.iterfind("staticContent/remove")}
    assert kinds.keys() == removed
    assert {kinds[end] for end in (".html", ".css", ".js")} == {
        "text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript; charset=utf-8",
    }  # fmt: skip
    assert kinds[".webp"] == "image/webp"
    error = server.find("httpErrors/error[@statusCode='404']")
    assert error is not None
    assert (error.get("path"), error.get("responseMode")) == (r"jianbao\404.html", "File")
    denied = server.find("security/requestFiltering/denyUrlSequences/add")
    assert denied is not None
    assert denied.get("sequence") == "/."


def test_each_configuration_has_the_same_policy():
    for name in ("nginx.conf", "apache.conf", "web.config"):
        assert POLICY in (DEPLOY / name).read_text(encoding="utf-8")
