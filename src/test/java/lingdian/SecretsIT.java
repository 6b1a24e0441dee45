package lingdian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import lingdian.identity.KeyRing;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program prints where something is wrong names it, and shows no password, token or key. */
class SecretsIT {
    private static final String SECRET = "geheim-0815";
    private static final Pattern KEY = Pattern.compile("\"([A-Za-z0-9+/=_-]{24,})\"");

    @TempDir
    Path directory;

    private Path ring;
    private DatabaseAddress database;

    @BeforeEach
    void prepare() throws Exception {
        ring = KeyRing.create(directory.resolve("keys.json")).file();
        database = TestDatabase.migrated();
    }

    @Test
    void aWrongDatabaseAddressIsToldWithoutItsPassword() {
        for (String address : List.of(
                "postgresql://user:" + SECRET + "@a host:5432/name",
                "postgresql://user:" + SECRET + "@/name",
                "mysql://user:" + SECRET + "@host/name",
                "postgresql://user:" + SECRET + "@host",
                SECRET)) {
            for (String command : List.of("serve", "verify")) {
                assertThat(said(2, command, "--database", address)).contains("--database");
            }
        }
    }

    @Test
    void aDatabaseThatRefusesIsToldWithoutThePassword() {
        String address = "postgresql://postgres:" + SECRET + "@localhost:" + database.port() + "/there_is_none";

        assertThat(said(2, "serve", "--port", "0", "--database", address, "--key-ring", ring.toString()))
                .contains("refuses", "there_is_none");
        assertThat(said(null, "verify", "--database", address)).isNotEmpty();
    }

    @Test
    void aConfigurationThatIsWrongIsToldWithoutItsValues() throws Exception {
        Path config = Files.createDirectory(directory.resolve("config"));
        for (String yaml : List.of(
                "verifier: {url: 'ftp://user:" + SECRET + "@v.example'}",
                "verifier: {token: " + SECRET + "}",
                "database: {commitConnections: " + SECRET + "}",
                "host: [" + SECRET + "]",
                "port: '" + SECRET + "'",
                "{" + SECRET)) {
            Files.writeString(config.resolve("lingdian.yaml"), yaml);
            assertThat(said(
                            2,
                            "serve",
                            "--config",
                            config.toString(),
                            "--embedded",
                            directory.resolve("d").toString()))
                    .contains("lingdian.yaml");
        }
    }

    @Test
    void noKeyOfARingIsEverShown() throws Exception {
        String whole = Files.readString(ring);
        List<String> keys =
                KEY.matcher(whole).results().map(found -> found.group(1)).toList();
        assertThat(keys).isNotEmpty();
        Path broken = directory.resolve("broken.json");
        Files.writeString(broken, whole.substring(0, whole.length() - 3) + "]]");
        Files.setPosixFilePermissions(broken, Files.getPosixFilePermissions(ring));

        for (Path file : List.of(ring, broken, directory.resolve("missing.json"))) {
            String said = said(null, "keys", "list", "--key-ring", file.toString())
                    + said(null, "keys", "add", "--key-ring", file.toString());
            assertThat(keys).as(said).noneMatch(said::contains);
        }
    }

    /** All that was printed: it must end so, and show no secret. */
    private static String said(Integer exit, String... arguments) {
        var err = new StringWriter();
        var out = new ByteArrayOutputStream();
        PrintStream console = System.out;
        int code;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            code = Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
        } finally {
            System.setOut(console);
        }
        String said = err + out.toString(StandardCharsets.UTF_8);
        assertThat(said).as(Arrays.toString(arguments)).doesNotContain(SECRET);
        if (exit != null) {
            assertThat(code).as(said).isEqualTo(exit);
        }
        return said;
    }
}
