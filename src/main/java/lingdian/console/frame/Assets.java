package lingdian.console.frame;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lingdian.platform.SlicedAnswer;

/**
 * Styles, scripts and icons: a closed list of resources, some of them from WebJars, each under a name that contains its
 * hash.
 *
 * <p>So a browser may cache an asset for ever and still gets a new version at once, and no request path is ever used as
 * a file path.
 */
public final class Assets {
    static final String PATH = "/console/";

    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Map<String, String> RESOURCES = Map.ofEntries(
            Map.entry("pico.css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css"),
            Map.entry("htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"),
            Map.entry("sse.js", WEBJARS + "htmx-ext-sse/2.2.2/sse.js"),
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
            Map.entry("keep.js", "/lingdian/console/frame/keep.js"));
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Asset> assets = new TreeMap<>();

    private record Asset(String hash, String type, Buffer content) {
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
    }

    /** The path of an asset, by its name. */
    String path(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return PATH + asset.hash() + "/" + name;
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
                .putHeader("X-Content-Type-Options", "nosniff");
        SlicedAnswer.end(routing, asset.content());
    }

    private static Asset read(String name, String resource) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource)) {
            byte[] content = in.readAllBytes();
            String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
            return new Asset(hash(content), type, Buffer.buffer(content));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
