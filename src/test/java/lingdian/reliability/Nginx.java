package lingdian.reliability;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.testing.Await;
import lingdian.testing.NeededProgram;

/** The real nginx with the configuration of {@code operations.md}, in front of some nodes on this machine. */
final class Nginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final Path SHIPPED = Path.of("src/main/nginx/lingdian.conf");

    private final Process process;
    private final URI url;

    private Nginx(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static void isNeeded() {
        NeededProgram.ofPackage("nginx", PROGRAM);
    }

    /** @param directory an empty directory for its configuration, log and temporary files */
    static Nginx before(List<URI> nodes, Path directory) throws Exception {
        int port = freePort();
        String servers = nodes.stream()
                .map(node -> "server 127.0.0.1:" + node.getPort() + " max_fails=1 fail_timeout=1s;")
                .collect(Collectors.joining("\n"));
        String shipped = Files.readString(SHIPPED)
                .replaceAll("(?m)^ *server 10\\.0\\.0\\.12.*$", "")
                .replaceAll("server 10\\.0\\.0\\.11.*", servers)
                .replace("listen 443;", "listen 127.0.0.1:" + port + ";");
        Path log = directory.resolve("error.log");
        Path conf = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                user %s;
                worker_processes 1;
                pid %s/pid;
                events {worker_connections 1024;}
                http {
                  access_log off;
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
        Process process = new ProcessBuilder(PROGRAM.toString(), "-c", conf.toString(), "-e", log.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
        Await.until("nginx listens", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("nginx: " + Files.readString(directory.resolve("out.log")));
            }
            return listens(port);
        });
        return new Nginx(process, URI.create("http://127.0.0.1:" + port));
    }

    URI url() {
        return url;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor();
    }
}
