package lingdian.platform.settings;

import java.util.Set;

/** The address that a server listens on, as shown to people. */
public record ListenAddress(String scheme, String host, int port) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** Whether the server is reachable by other machines at every address of this one. */
    public boolean isEveryInterface() {
        return WILDCARDS.contains(host);
    }

    /** The URL at which this machine reaches the server. */
    public String url() {
        return scheme + "://" + bracketed(isEveryInterface() ? "127.0.0.1" : host) + ":" + port;
    }

    /** The host and port as configured. */
    @Override
    public String toString() {
        return bracketed(host) + ":" + port + (isEveryInterface() ? " (all interfaces)" : "");
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
