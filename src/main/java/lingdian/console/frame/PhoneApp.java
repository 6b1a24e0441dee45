package lingdian.console.frame;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lingdian.access.signin.Language;

/**
 * What makes the console a program on a phone: the manifest that installs it, and the service worker that opens its frame
 * without a network.
 *
 * <p>Both are public, and the same for everybody: the service worker caches only the files that are named here.
 */
public final class PhoneApp {
    /** The files of the page that a phone shows without a network. */
    private static final List<String> FILES = List.of(
            "pico.css",
            "console.css",
            "phone.css",
            "htmx.js",
            "console.js",
            "kept.js",
            "outbox.js",
            "premises.js",
            "keep.js",
            "photos.js",
            "phone.js",
            "sign.svg",
            "icon-192.png");

    private final Assets assets;
    private final Buffer worker;

    public PhoneApp(Assets assets) {
        this.assets = assets;
        this.worker = worker();
    }

    public void mountOn(Router router) {
        router.get(Assets.MANIFEST)
                .handler(routing -> send(routing, "application/manifest+json", manifest(Language.of(routing))));
        router.get("/service-worker.js").handler(routing -> send(routing, "text/javascript; charset=utf-8", worker));
    }

    private Buffer worker() {
        var files = new JsonArray(FILES.stream().map(assets::path).toList());
        String texts =
                Words.in(Language.ZH).texts() + "" + Words.in(Language.EN).texts();
        String version = Assets.hash((files.encode() + texts).getBytes(StandardCharsets.UTF_8));
        return Buffer.buffer("const VERSION = \"" + version + "\";\nconst FILES = " + files.encode() + ";\n")
                .appendBuffer(assets.content("service-worker.js"));
    }

    private Buffer manifest(Language language) {
        Words words = Words.in(language);
        return new JsonObject()
                .put("id", "/")
                .put("name", words.say("title"))
                .put("short_name", words.say("title"))
                .put("lang", language.tag())
                .put("start_url", "/")
                .put("scope", "/")
                .put("display", "standalone")
                .put("background_color", "#ffffff")
                .put("theme_color", "#12548f")
                .put("icons", new JsonArray().add(icon("192")).add(icon("512")))
                .put(
                        "shortcuts",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", words.say("rounds"))
                                        .put("url", "/rounds")))
                .toBuffer();
    }

    private JsonObject icon(String pixels) {
        return new JsonObject()
                .put("src", assets.path("icon-" + pixels + ".png"))
                .put("type", "image/png")
                .put("sizes", pixels + "x" + pixels)
                .put("purpose", "any maskable");
    }

    /** Its address does not change with its content, so a browser asks each time. */
    private static void send(RoutingContext routing, String type, Buffer content) {
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(content);
    }
}
