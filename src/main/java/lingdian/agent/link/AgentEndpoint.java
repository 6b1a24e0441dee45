package lingdian.agent.link;

import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;

/**
 * The address at which an agent connects, and the key of its café.
 *
 * @param server the service, for example {@code http://127.0.0.1:8080}
 * @param key the agent key, which identifies the café; never printed
 */
public record AgentEndpoint(URI server, String key) {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    /** Options for a WebSocket client. */
    public WebSocketConnectOptions connectOptions() {
        var options = new WebSocketConnectOptions();
        options.setHost(server.getHost())
                .setPort(port(server))
                .setSsl(secure(server))
                .setURI(path(server, "/agent/v1"))
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .putHeader("Authorization", "Bearer " + key);
        return options.addSubProtocol("lingdian.agent.v1");
    }

    static int port(URI server) {
        return server.getPort() >= 0 ? server.getPort() : secure(server) ? 443 : 80;
    }

    public static boolean secure(URI server) {
        return "https".equalsIgnoreCase(server.getScheme());
    }

    /** {@code path} below the server's own base path, if it has one. */
    public static String path(URI server, String path) {
        String base = server.getRawPath() == null ? "" : server.getRawPath();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    @Override
    public String toString() {
        return "AgentEndpoint[" + server + "]";
    }
}
