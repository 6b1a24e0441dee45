package lingdian.platform;

import java.util.Set;

/** The address that a server listens on, as people are told it. */
public record ListenAddress(String scheme, String host, int port) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** Whether other machines reach the server at each address of this one. */
    public boolean isEveryInterface() {
        return WILDCARDS.contains(host);
    }

    /** The URL by which this machine reaches the server. */
    public String url() {
        return scheme + "://" + bracketed(isEveryInterface() ? "127.0.0.1" : host) + ":" + port;
    }

    /** The host and port as they were chosen. */
    @Override
    public String toString() {
        return bracketed(host) + ":" + port + (isEveryInterface() ? " (all interfaces)" : "");
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
