package lingdian.reliability;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.testing.NeededProgram;

/** The real nginx with the configuration of {@code operations.md}, in front of some nodes on this machine. */
final class Nginx {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final Path SHIPPED = Path.of("src/main/nginx/lingdian.conf");

    private Nginx() {}

    static void isNeeded() {
        NeededProgram.ofPackage("nginx", PROGRAM);
    }

    /** @param directory an empty directory for its configuration, logs and temporary files */
    static ShippedProxy before(List<URI> nodes, Path directory, SelfSignedCertificate certificate) throws Exception {
        var ports = ShippedProxy.Ports.free();
        return start(directory, ports, shipped(nodes, directory, certificate, ports));
    }

    private static String shipped(
            List<URI> nodes, Path directory, SelfSignedCertificate certificate, ShippedProxy.Ports ports)
            throws Exception {
        return shipped(nodes, directory)
                .replace("listen 80;", "listen 127.0.0.1:" + ports.plain() + ";")
                .replace("listen 443 ssl;", "listen 127.0.0.1:" + ports.tls() + " ssl;")
                .replace("/etc/nginx/lingdian.pem", certificate.chain().toString())
                .replace("/etc/nginx/lingdian-key.pem", certificate.key().toString());
    }

    /**
     * With a third port, without TLS, where a test says from which address it comes ({@code X-Test-Address}), of which one
     * request at a time passes.
     */
    static ShippedProxy limited(List<URI> nodes, Path directory, SelfSignedCertificate certificate, int port)
            throws Exception {
        var ports = ShippedProxy.Ports.free();
        String limited = """
                server {
                  listen 127.0.0.1:%d;
                  set_real_ip_from 127.0.0.1;
                  real_ip_header X-Test-Address;
                  limit_conn lingdian_addresses 1;
                  limit_conn_status 429;
                  location / { proxy_pass http://lingdian; }
                }
                """.formatted(port);
        return start(directory, ports, shipped(nodes, directory, certificate, ports) + limited);
    }

    /** Without TLS on its second port too, for the agents of tests, which trust no certificate of a test. */
    static ShippedProxy withoutTls(List<URI> nodes, Path directory) throws Exception {
        var ports = ShippedProxy.Ports.free();
        String shipped = shipped(nodes, directory)
                .replace("listen 80;", "listen 127.0.0.1:" + ports.tls() + ";")
                .replace("listen 443 ssl;", "listen 127.0.0.1:" + ports.plain() + ";")
                .replaceAll("(?m)^ *(?:http2|ssl_\\w+) .*$", "");
        return start(directory, ports, shipped);
    }

    private static String shipped(List<URI> nodes, Path directory) throws Exception {
        String servers = nodes.stream()
                .map(node -> "server 127.0.0.1:" + node.getPort() + "$1;")
                .collect(Collectors.joining("\n"));
        return Files.readString(SHIPPED)
                .replaceAll("(?m)^ *server 10\\.0\\.0\\.12.*$", "")
                .replaceAll("server 10\\.0\\.0\\.11:8080(.*);", servers)
                .replace("/var/log/nginx/", directory + "/");
    }

    private static ShippedProxy start(Path directory, ShippedProxy.Ports ports, String shipped) throws Exception {
        Path conf = Files.writeString(directory.resolve("nginx.conf"), """
            daemon off;
            user %s;
            worker_processes 1;
            pid %s/pid;
            events {worker_connections 1024;}
            http {
              client_body_temp_path %s/body;
              proxy_temp_path %s/proxy;
              fastcgi_temp_path %s/fastcgi;
              uwsgi_temp_path %s/uwsgi;
              scgi_temp_path %s/scgi;
              %s
            }
            """.formatted(
                        System.getProperty("user.name"),
                        directory,
                        directory,
                        directory,
                        directory,
                        directory,
                        directory,
                        shipped));
        String log = directory.resolve("error.log").toString();
        return ShippedProxy.start(directory, ports, List.of(PROGRAM.toString(), "-c", conf.toString(), "-e", log));
    }
}
