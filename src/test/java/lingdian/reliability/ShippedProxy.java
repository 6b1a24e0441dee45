package lingdian.reliability;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lingdian.testing.Await;

/**
 * A real reverse proxy with the shipped configuration, in front of some nodes on this machine. Only addresses, files and
 * the user are those of the test.
 */
final class ShippedProxy implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final URI url;
    private final URI plainUrl;

    private ShippedProxy(Process process, Path directory, URI url, URI plainUrl) {
        this.process = process;
        this.directory = directory;
        this.url = url;
        this.plainUrl = plainUrl;
    }

    /** The two ports of a proxy, both free a moment ago. */
    record Ports(int tls, int plain) {
        static Ports free() throws IOException {
            return new Ports(freePort(), freePort());
        }
    }

    /** @param directory where the proxy writes everything that it says */
    static ShippedProxy start(Path directory, Ports ports, List<String> command) throws Exception {
        Path said = directory.resolve("out.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Await.until("the proxy listens", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(command.getFirst() + ": " + Files.readString(said));
            }
            return listens(ports.tls()) && listens(ports.plain());
        });
        return new ShippedProxy(
                process,
                directory,
                URI.create("https://localhost:" + ports.tls()),
                URI.create("http://localhost:" + ports.plain()));
    }

    URI url() {
        return url;
    }

    /** Where it speaks plain HTTP. */
    URI plainUrl() {
        return plainUrl;
    }

    /** All files that it wrote, in one text. */
    String written() throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    static boolean listens(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    static int freePort() throws IOException {
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
