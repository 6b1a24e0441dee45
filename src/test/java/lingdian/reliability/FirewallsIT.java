package lingdian.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lingdian.testing.Await;
import lingdian.testing.NeededProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped files of nftables, by the real kernel in a network of its own: needs root. */
class FirewallsIT {
    private static final Path BALANCER = Path.of("src/main/nginx/nftables.conf");
    private static final Path CLUSTER = Path.of("src/main/cluster/nftables.conf");
    /** Opens connections, keeps all of them, and prints how many of each line's were accepted. */
    private static final String VISITOR = """
            import os, pwd, socket, sys

            kept = []
            def accepted(source, target, port, times):
                number = 0
                for _ in range(times):
                    one = socket.socket(socket.AF_INET6 if ':' in source else socket.AF_INET)
                    kept.append(one)
                    try:
                        one.settimeout(5)
                        one.bind((source, 0))
                        one.connect((target, port))
                        number += 1
                    except OSError:
                        pass
                return number

            for port in (80, 443, 2379, 5000, 5432, 8008):
                kept.append(socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=200))
            for line in sys.argv[1:]:
                user, source, target, port, times = line.split()
                if user == 'root':
                    print(accepted(source, target, int(port), int(times)), flush=True)
                elif os.fork() == 0:
                    os.setuid(pwd.getpwnam(user).pw_uid)
                    print(accepted(source, target, int(port), int(times)), flush=True)
                    os._exit(0)
                else:
                    os.wait()
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void needs() {
        NeededProgram.ofPackage("nftables", Path.of("/usr/sbin/nft"));
        NeededProgram.ofPackage("python3", Path.of("/usr/bin/python3"));
        TrialCluster.isNeeded(); // the packages whose users the cluster's file names
        assumeTrue(System.getProperty("user.name").equals("root"), "skipped: root alone makes a network");
    }

    /** nginx counts a connection only when a whole header has come. */
    @Test
    void anAddressHasSoManyConnectionsToTheBalancer() throws Exception {
        String few = Files.readString(BALANCER).replace("ct count over 1000", "ct count over 3");
        assertThat(visits(
                        few,
                        List.of("192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"),
                        "root 192.0.2.1 192.0.2.1 443 3",
                        "root 192.0.2.1 192.0.2.1 80 2",
                        "root 192.0.2.2 192.0.2.1 80 4",
                        "root 2001:db8:1:2::1 2001:db8:1:2::1 443 2",
                        "root 2001:db8:1:2:ffff::1 2001:db8:1:2::1 443 2",
                        "root 2001:db8:1:3::1 2001:db8:1:2::1 443 4",
                        "root 192.0.2.1 192.0.2.1 8008 5"))
                .as("also by another port, or another address of its network, and no other port")
                .containsExactly(3, 0, 3, 2, 1, 3, 5);
    }

    /** PostgreSQL gives each of them one of its places before it asks for a password. */
    @Test
    void aClientHasSoManyConnectionsToTheDatabase() throws Exception {
        String remote = Files.readString(CLUSTER).replace("iif lo accept", "");
        assertThat(visits(
                        remote,
                        List.of("10.0.0.11", "10.0.0.21", "10.0.0.22", "10.0.0.99"),
                        "root 10.0.0.11 10.0.0.21 5432 30",
                        "root 10.0.0.11 10.0.0.21 5000 20",
                        "root 10.0.0.22 10.0.0.21 5432 50",
                        "root 10.0.0.11 10.0.0.21 2379 1",
                        "root 10.0.0.99 10.0.0.21 5432 1"))
                .containsExactly(30, 10, 50, 0, 0);
    }

    /** etcd asks nobody for a password, and whoever writes to it commands PostgreSQL: cluster.md. */
    @Test
    void onlySomeUsersOfItsMachinesReachTheCluster() throws Exception {
        List<String> users = List.of("nobody", "haproxy", "postgres", "etcd");
        String[] visits = users.stream()
                .flatMap(user -> List.of(2379, 8008, 5432, 5000).stream()
                        .map(port -> user + " 10.0.0.21 10.0.0.21 " + port + " 1"))
                .toArray(String[]::new);
        assertThat(visits(Files.readString(CLUSTER), List.of("10.0.0.21"), visits))
                .containsExactly(
                        0, 0, 0, 0, // nobody
                        0, 1, 1, 1, // haproxy
                        1, 1, 1, 1, // postgres
                        1, 0, 0, 0); // etcd
    }

    private List<Integer> visits(String firewall, List<String> addresses, String... lines) throws Exception {
        Path file = Files.writeString(directory.resolve("nftables.conf"), firewall);
        Path visitor = Files.writeString(directory.resolve("visitor.py"), VISITOR);
        var network = new StringBuilder("ip link set lo up\n");
        for (String address : addresses) {
            boolean ipv6 = address.contains(":");
            network.append("ip addr add %s/%d dev lo%s\n".formatted(address, ipv6 ? 128 : 32, ipv6 ? " nodad" : ""));
        }
        String script = "set -e\n" + network + "nft -f " + file + "\nexec python3 " + visitor + " \"$@\"";
        var command = new ArrayList<>(List.of("unshare", "--net", "bash", "-c", script, "visits"));
        command.addAll(List.of(lines));
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String written = Files.readString(said, UTF_8);
        assertThat(process.exitValue()).as(written).isZero();
        return written.lines().map(Integer::valueOf).toList();
    }
}
