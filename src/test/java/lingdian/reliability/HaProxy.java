package lingdian.reliability;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.testing.NeededProgram;

/** The real HAProxy with the configuration of {@code operations.md}, in front of some nodes on this machine. */
final class HaProxy {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");
    private static final Path SHIPPED = Path.of("src/main/haproxy/haproxy.cfg");

    private HaProxy() {}

    static void isNeeded() {
        NeededProgram.ofPackage("haproxy", PROGRAM);
    }

    /** @param directory an empty directory for its configuration and log */
    static ShippedProxy before(List<URI> nodes, Path directory, SelfSignedCertificate certificate) throws Exception {
        return limited(nodes, directory, certificate, 1_000);
    }

    /** @param requests how many an address may have under way */
    static ShippedProxy limited(List<URI> nodes, Path directory, SelfSignedCertificate certificate, int requests)
            throws Exception {
        var ports = ShippedProxy.Ports.free();
        Path pem = Files.writeString(
                directory.resolve("both.pem"),
                Files.readString(certificate.chain()) + Files.readString(certificate.key()));
        String servers = nodes.stream()
                .map(node -> "    server node%d 127.0.0.1:%d".formatted(node.getPort(), node.getPort()))
                .collect(Collectors.joining("\n"));
        String shipped = Files.readString(SHIPPED)
                .replaceAll("(?m)^ *server node2 .*$", "")
                .replaceAll("(?m)^ *server node1 .*$", servers)
                .replace("bind :80\n", "bind 127.0.0.1:" + ports.plain() + "\n")
                .replace("bind :443 ", "bind 127.0.0.1:" + ports.tls() + " ")
                .replace("maxconn 100000", "maxconn 1000") // a test may not raise its limit of files
                .replace("sc1_conn_cur gt 1000", "sc1_conn_cur gt " + requests)
                .replace("/etc/haproxy/lingdian.pem", pem.toString());
        Path conf = Files.writeString(directory.resolve("haproxy.cfg"), shipped);
        return ShippedProxy.start(directory, ports, List.of(PROGRAM.toString(), "-db", "-f", conf.toString()));
    }
}
