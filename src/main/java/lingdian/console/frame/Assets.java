package lingdian.console.frame;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import lingdian.platform.http.SlicedAnswer;

/**
 * Styles, scripts and icons: a closed list of resources, some of them from WebJars, each under a name that contains its
 * hash.
 *
 * <p>So a browser may cache an asset for ever and still gets a new version at once, and no request path is ever used as
 * a file path.
 */
public final class Assets {
    static final String PATH = "/console/";
    private static final String ICON = "/favicon.ico";
    static final String MANIFEST = "/manifest.webmanifest";

    private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))");
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Map<String, String> RESOURCES = Map.ofEntries(
            Map.entry("pico.css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css"),
            Map.entry("htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"),
            Map.entry("echarts.js", WEBJARS + "echarts/5.3.1/dist/echarts.common.min.js"),
            Map.entry("leaflet.js", WEBJARS + "leaflet/1.9.4/dist/leaflet.js"),
            Map.entry("leaflet.css", WEBJARS + "leaflet/1.9.4/dist/leaflet.css"),
            Map.entry("map.js", "/lingdian/console/frame/map.js"),
            Map.entry("map.css", "/lingdian/console/frame/map.css"),
            Map.entry("charts.js", "/lingdian/console/frame/charts.js"),
            Map.entry("charts.css", "/lingdian/console/frame/charts.css"),
            Map.entry("console.css", "/lingdian/console/frame/console.css"),
            Map.entry("casework.css", "/lingdian/console/frame/casework.css"),
            Map.entry("overview.css", "/lingdian/console/frame/overview.css"),
            Map.entry("overview.js", "/lingdian/console/frame/overview.js"),
            Map.entry("ticking.js", "/lingdian/console/frame/ticking.js"),
            Map.entry("worklist.js", "/lingdian/console/frame/worklist.js"),
            Map.entry("console.js", "/lingdian/console/frame/console.js"),
            Map.entry("live.js", "/lingdian/console/frame/live.js"),
            Map.entry("sign.svg", "/lingdian/console/frame/sign.svg"),
            Map.entry("enforcement.js", "/lingdian/console/frame/enforcement.js"),
            Map.entry("administration.js", "/lingdian/console/frame/administration.js"),
            Map.entry("imports.js", "/lingdian/console/frame/imports.js"),
            Map.entry("keep.js", "/lingdian/console/frame/keep.js"),
            Map.entry("kept.js", "/lingdian/console/frame/kept.js"),
            Map.entry("outbox.js", "/lingdian/console/frame/outbox.js"),
            Map.entry("premises.js", "/lingdian/console/frame/premises.js"),
            Map.entry("photos.js", "/lingdian/console/frame/photos.js"),
            Map.entry("round.js", "/lingdian/console/frame/round.js"),
            Map.entry("phone.js", "/lingdian/console/frame/phone.js"),
            Map.entry("phone.css", "/lingdian/console/frame/phone.css"),
            Map.entry("service-worker.js", "/lingdian/console/frame/service-worker.js"),
            Map.entry("icon-192.png", "/lingdian/console/frame/icon-192.png"),
            Map.entry("icon-512.png", "/lingdian/console/frame/icon-512.png"));
    private static final Map<String, String> TYPES = Map.of(
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "svg",
            "image/svg+xml",
            "png",
            "image/png");

    private final Map<String, Asset> assets = new TreeMap<>();

    /**
     * A file.
     *
     * @param packed the content as gzip; pages themselves are not compressed, because they hold tokens
     */
    private record Asset(String hash, String type, Buffer content, Buffer packed) {
        @Override
        public String toString() {
            return "Asset[" + hash + "]"; // some are long
        }
    }

    public Assets() {
        RESOURCES.forEach((name, resource) -> assets.put(name, read(name, resource)));
    }

    public void mountOn(Router router) {
        router.get(PATH + ":hash/:name").handler(this::send);
        router.get(ICON).handler(this::sendIcon);
    }

    /** The path of an asset, by its name. */
    String path(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return PATH + asset.hash() + "/" + name;
    }

    /** The content of an asset, by its name. */
    Buffer content(String name) {
        return Objects.requireNonNull(assets.get(name), name).content();
    }

    private void send(RoutingContext routing) {
        Asset asset = assets.get(routing.pathParam("name"));
        if (asset == null || !asset.hash().equals(routing.pathParam("hash"))) {
            routing.next();
            return;
        }
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (takesGzip(routing)) {
            routing.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            SlicedAnswer.end(routing, asset.packed());
        } else {
            SlicedAnswer.end(routing, asset.content());
        }
    }

    /** Pages that are no pages of the console, such as the sign-in, know no hash. */
    private void sendIcon(RoutingContext routing) {
        Asset icon = Objects.requireNonNull(assets.get("sign.svg"));
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, icon.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=86400")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(icon.content());
    }

    private static boolean takesGzip(RoutingContext routing) {
        String accepted = routing.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }

    private static Asset read(String name, String resource) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource)) {
            byte[] content = in.readAllBytes();
            String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
            return new Asset(hash(content), type, Buffer.buffer(content), packed(content));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Buffer packed(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream(content.length / 3);
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return Buffer.buffer(packed.toByteArray());
    }

    static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
