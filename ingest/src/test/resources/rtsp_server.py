"""A real RTSP server for the tests: rtsp_server.py PORT MP4. Prints "ready" once it listens.

/film   the file's H.264 and AAC as they are, from its start for each client
/udp    the same without TCP
/silent video alone
/locked the same behind user "guard", password "s3cret"
"""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

port, film = sys.argv[1:3]
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
mounts = server.get_mount_points()

DEMUX = f'filesrc location="{film}" ! qtdemux name=d '
VIDEO = "d.video_0 ! queue ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 "
SOUND = "d.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 "


def mount(path, launch):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {launch} )")
    mounts.add_factory(path, factory)
    return factory


def allow(factory, role, construct="true"):
    """Without "construct" the answer is 401, so that the client tries a password."""
    factory.add_role_from_structure(Gst.Structure.new_from_string(
        f"{role}, media.factory.access=(boolean)true, media.factory.construct=(boolean){construct}"))


auth = GstRtspServer.RTSPAuth()
anyone = GstRtspServer.RTSPToken()
anyone.set_string("media.factory.role", "anyone")
auth.set_default_token(anyone)
guard = GstRtspServer.RTSPToken()
guard.set_string("media.factory.role", "guard")
auth.add_basic(GstRtspServer.RTSPAuth.make_basic("guard", "s3cret"), guard)
server.set_auth(auth)

for factory in (mount("/film", DEMUX + VIDEO + SOUND), mount("/silent", DEMUX + VIDEO)):
    allow(factory, "anyone")
udp = mount("/udp", DEMUX + VIDEO)
udp.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
allow(udp, "anyone")
locked = mount("/locked", DEMUX + VIDEO)
allow(locked, "anyone", construct="false")
allow(locked, "guard")

if server.attach(None) == 0:
    sys.exit(f"cannot listen on {port}")
print("ready", flush=True)
GLib.MainLoop().run()
