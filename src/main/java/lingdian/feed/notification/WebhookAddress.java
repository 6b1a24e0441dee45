package lingdian.feed.notification;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses that a message may be sent to. Accounts choose the address, but the service runs inside the network and
 * must not be made to send requests to other hosts there.
 *
 * <p>The name is checked when it is entered and before each attempt, its IP addresses at each attempt, and the
 * connection is made to a checked address: a name that resolves differently a moment later has no effect.
 */
public final class WebhookAddress {
    private static final int CHARACTERS_MAX = 1_024;

    /** IPv4 addresses that are not public hosts (IANA's special-purpose registry). */
    private static final List<Block> INSIDE_4 = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 3));

    /** In IPv6, public hosts are in 2000::/3, except documentation and ranges that embed arbitrary IPv4 addresses. */
    private static final int PUBLIC_6_FIRST_BITS = 0x20;

    private static final int PUBLIC_6_MASK = 0xe0;

    private final Set<String> insideHosts;

    /** @param insideHosts names of hosts that may be inside the network, and may be addressed without TLS */
    public WebhookAddress(List<String> insideHosts) {
        this.insideHosts = Set.copyOf(insideHosts);
    }

    /** The parsed address; empty if nothing may be sent there. */
    public Optional<URI> parse(String text) {
        if (text.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            return Optional.of(url).filter(this::mayBe);
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private boolean mayBe(URI url) {
        String scheme = url.getScheme();
        return url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= 65_535
                && ("https".equals(scheme) || "http".equals(scheme) && isInside(url));
    }

    /** Whether an IP address of the URL's host may be connected to. */
    boolean mayBe(URI url, InetAddress number) {
        return isInside(url) || isPublic(number);
    }

    private boolean isInside(URI url) {
        return insideHosts.contains(url.getHost().toLowerCase(Locale.ROOT));
    }

    static boolean isPublic(InetAddress number) {
        byte[] bytes = number.getAddress(); // an IPv4-mapped address has become IPv4 here
        return switch (number) {
            case Inet4Address four -> INSIDE_4.stream().noneMatch(block -> block.holds(bytes));
            case Inet6Address six -> isPublic6(bytes);
            default -> false;
        };
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        boolean special = first == 0x2001 && (second < 0x0200 || second == 0x0db8) // Teredo and others; documentation
                || first == 0x2002 // 6to4
                || first == 0x3fff; // documentation
        return (bytes[0] & PUBLIC_6_MASK) == PUBLIC_6_FIRST_BITS && !special;
    }

    private record Block(int first, int mask) {
        static Block of(String dotted, int bits) {
            int number = 0;
            for (String part : dotted.split("\\.", -1)) {
                number = number << 8 | Integer.parseInt(part);
            }
            return new Block(number, -1 << (Integer.SIZE - bits));
        }

        boolean holds(byte[] bytes) {
            int number = (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
            return (number & mask) == first;
        }
    }
}
