package lingdian.platform.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The network address of a client, without the zone of a link-local one, and with the network that limits count.
 *
 * @param text the address itself, in one spelling; empty if it is unknown
 * @param network what one subscriber holds: the address itself in IPv4, the first 64 bits in IPv6, of which every
 *     subscriber has at least 2⁶⁴ addresses (RFC 6177)
 */
public record ClientAddress(String text, String network) {
    private static final ClientAddress UNKNOWN = new ClientAddress("", "");
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1");
    private static final int IPV6_BYTES = 16;
    private static final int PREFIX_BYTES = 8;

    /** The address in a text such as {@code 192.0.2.1} or {@code fe80::1%eth0}; unknown if it is none. */
    public static ClientAddress of(@Nullable String text) {
        String plain = text == null ? "" : withoutZone(text.strip());
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(plain);
        if (bytes == null) {
            return UNKNOWN;
        }
        InetAddress address = address(bytes); // an IPv4 address within an IPv6 one becomes itself
        byte[] own = address.getAddress();
        String shown = address.getHostAddress();
        return new ClientAddress(shown, own.length == IPV6_BYTES ? prefix(own) + "/64" : shown);
    }

    private static String prefix(byte[] ipv6) {
        return address(Arrays.copyOf(Arrays.copyOf(ipv6, PREFIX_BYTES), IPV6_BYTES))
                .getHostAddress();
    }

    /**
     * The client of a request.
     *
     * @param forwarded whether a trusted proxy in front appends the client's address to {@code X-Forwarded-For}. Then
     *     the last address of the last such line counts: the proxy wrote it, and clients can write all others
     */
    public static ClientAddress of(HttpServerRequest request, boolean forwarded) {
        List<String> lines = forwarded ? request.headers().getAll(FORWARDED_FOR) : List.of();
        if (!lines.isEmpty()) {
            String line = lines.getLast();
            ClientAddress last =
                    of(withoutPort(line.substring(line.lastIndexOf(',') + 1).strip()));
            if (!last.isUnknown()) {
                return last;
            }
        }
        return of(
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress());
    }

    public boolean isUnknown() {
        return text.isEmpty();
    }

    /** Whether it is of a program on this machine, such as a proxy that may carry all clients. */
    public boolean isThisMachine() {
        return LOOPBACK.contains(text);
    }

    @Override
    public String toString() {
        return "ClientAddress"; // it may be a person's
    }

    private static String withoutZone(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** Some proxies append the port: {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}. */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length of the bytes is right
        }
    }
}
