"""The methods for files: a place for the bytes, the bytes, and then a message with them."""

import asyncio
import mimetypes

from tests.acceptance.slack.chatting import Method, by_bot, room_of, show
from tests.acceptance.slack.refusals import Refused
from tests.acceptance.slack.world import Json, Room, Workspace, World


def file_of(world: World, workspace: Workspace, name: str, size: int, user: str) -> Json:
    """A file as Slack tells about it."""
    kind = _kind(name)
    number = world.name("F")
    address = f"{world.root}/files-pri/{workspace.id}-{number}/{name}"
    told = {
        "id": number,
        "created": world.date(),
        "timestamp": world.date(),
        "name": name,
        "title": name,
        "mimetype": kind,
    }
    own = {"filetype": name.rpartition(".")[2], "user": user, "user_team": workspace.id, "size": size, "mode": "hosted"}
    return {
        **told,
        **own,
        "is_external": False,
        "is_public": False,
        "url_private": address,
        "url_private_download": address,
    }


def take(world: World, path: str, content: bytes) -> bool:
    """The bytes of an upload; whether they were awaited, all of them."""
    workspace, file = world.uploads.get(path, (None, {}))
    if workspace is None or file["size"] != len(content):
        return False
    workspace.contents[file["id"]] = content
    return True


def _place(world: World, workspace: Workspace, values: Json) -> Json:
    file = file_of(world, workspace, values["filename"], int(values["length"]), workspace.bot_user)
    if "alt_txt" in values:
        file["alt_txt"] = values["alt_txt"]
    file["mimetype"] = ""  # until it has been looked at
    workspace.files[file["id"]] = file
    path = f"/upload/v1/{file['id']}"
    world.uploads[path] = (workspace, file)
    return {"upload_url": world.root + path, "file_id": file["id"]}


def _finish(world: World, workspace: Workspace, values: Json) -> Json:
    room = room_of(workspace, values["channel_id"]) if values.get("channel_id") else None
    if room and str(values["channel_id"]) != room.id:
        raise Refused("channel_not_found")
    files = []
    for one in values["files"]:
        file = workspace.files.get(one["id"])
        if file is None or one["id"] not in workspace.contents:
            raise Refused("file_not_found")
        file["title"] = one.get("title", file["title"])
        files.append(file)
    # Slack looks at it for a while: it is seen, and may stand on a page, when the answer is long told.
    asyncio.get_running_loop().call_later(world.file_delay, _looked_at, world, workspace, room, files, values)
    return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}


def _looked_at(world: World, workspace: Workspace, room: Room | None, files: list[Json], values: Json) -> None:
    for file in files:
        file["mimetype"] = _kind(file["name"])
    if room is None:
        return
    content: Json = {"subtype": "file_share", "text": values.get("initial_comment", ""), "files": files, "upload": True}
    if values.get("thread_ts"):
        content["thread_ts"] = values["thread_ts"]
    message = by_bot(world, workspace, **content)
    for file in files:
        file["shares"] = {"private": {room.id: [{"ts": message["ts"], "reply_count": 0}]}}
    show(world, workspace, room, message)


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _told(world: World, workspace: Workspace, values: Json) -> Json:
    if values["file"] not in workspace.files:
        raise Refused("file_not_found")
    return {
        "file": workspace.files[values["file"]],
        "comments": [],
        "paging": {"count": 100, "total": 0, "page": 1, "pages": 0},
    }


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": _place,
    "files.completeUploadExternal": _finish,
    "files.info": _told,
}
