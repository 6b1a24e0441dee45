package lingdian.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No tracked file holds a secret, but for test material that is named here with its reason. */
class SecretsTest {
    private static final Path ALLOWED = Path.of("src/test/resources/lingdian/supply/allowed-secrets.txt");

    @Test
    void noTrackedFileHoldsASecret() throws Exception {
        Map<String, String> allowed = allowed();
        List<Path> files = SourceFiles.all(Path.of(""));
        assertThat(files).hasSizeGreaterThan(1_000);
        var found = new ArrayList<Secrets.Find>();
        for (Path file : files) {
            found.addAll(Secrets.in(file.toString().replace('\\', '/'), SourceFiles.text(file)));
        }
        assertThat(found).filteredOn(find -> !allowed.containsKey(key(find))).isEmpty();
        assertThat(allowed.keySet())
                .as("allowed, but not found any more: remove the line")
                .allMatch(key -> found.stream().anyMatch(find -> key(find).equals(key)));
    }

    private static String key(Secrets.Find find) {
        return find.path() + " | " + find.kind();
    }

    /** By file and kind, why it may be there. */
    private static Map<String, String> allowed() throws Exception {
        var allowed = new TreeMap<String, String>();
        for (String line : Files.readAllLines(ALLOWED)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" \\| ", -1);
            assertThat(parts).as("must be path | kind | why: " + line).hasSize(3);
            assertThat(parts[2]).as(line).isNotBlank();
            allowed.put(parts[0] + " | " + parts[1], parts[2]);
        }
        return allowed;
    }

    /** Written in two parts, so that this file is none of the finds. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        private key ~ -----BEGIN PRIV + ATE KEY-----
        private key ~ -----BEGIN RSA PRIV + ATE KEY-----
        private key ~ -----BEGIN PGP PRIV + ATE KEY BLOCK-----
        password in a URL ~ postgresql://lingdian:hun + ter2@db.example:5432/lingdian
        password in a URL ~ redis://:hun + ter2@cache.example
        AWS key ~ aws = AKIA + Q7ZRM2N4KPW5XJ3T
        GitHub token ~ x ghp_ + 0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R
        GitLab token ~ x glpat- + 0a1B2c3D4e5F6g7H8i9J
        Slack token ~ x xoxb- + 123456789012-abcdefghij
        Google key ~ x AIza + SyA0b1C2d3E4f5G6h7I8j9K0l1M2n3O4p5Q
        Alibaba Cloud key ~ x LTAI + 5t8Q2w9E3r7T1y6U
        Tencent Cloud key ~ x AKID + z8krbsJ5yKBZQpn74WFkmLPx3
        JSON Web Token ~ x eyJhbGciOiJI + UzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N
        webhook key ~ https://oapi.dingtalk.com/robot/send?access_token + =0a1b2c3d4e5f60718293a4b5
        bearer token ~ Authorization: Bear + er 3f0Qk8r1V5sT2uW9xY4zA7bC6dE
        random value of a secret's name ~ adminToken: + 9fK2mQ8zX4vB7nR1tY6w
        random value of a secret's name ~ LINGDIAN_ADMIN_TOKEN + =9fK2mQ8zX4vB7nR1tY6w
        random value of a secret's name ~ "client_secret + ": "9fK2mQ8zX4vB7nR1tY6w"
        random value of a secret's name ~ setPassword + = '9fK2mQ8zX4vB7nR1tY6w'
        """)
    void aPlantedSecretIsFoundAndNotRepeated(String kind, String planted) {
        String text = planted.replace(" + ", "");
        List<Secrets.Find> found = Secrets.in("a/file", "harmless\n" + text + "\n");
        assertThat(found).extracting(Secrets.Find::kind).contains(kind);
        assertThat(found)
                .allSatisfy(find ->
                        assertThat(find.toString()).startsWith("a/file:2: ").doesNotContain(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String token = service.regulatorToken(\"culture\", \"360000\");",
                "private static final String TOKEN_HEADER = \"Lingdian-Csrf\";",
                "password: passwords-of-more-than-twenty-letters",
                "-----BEGIN PUBLIC KEY-----",
                "https://user@hooks.example/a",
                "2026-11-28T12:00:00Z"
            })
    void whatIsNoSecretIsNotFound(String line) {
        assertThat(Secrets.in("a/file", line)).isEmpty();
    }

    @Test
    void aPlantedFileIsLookedAtWithAndWithoutGit(@TempDir Path root) throws Exception {
        Files.createDirectories(root.resolve("src/main"));
        Files.createDirectories(root.resolve("target"));
        Files.writeString(root.resolve("src/main/a.txt"), "a");
        Files.writeString(root.resolve("target/built.txt"), "b");
        Files.writeString(root.resolve("README.md"), "c");
        assertThat(SourceFiles.all(root)).containsExactly(Path.of("README.md"), Path.of("src/main/a.txt"));
        assertThat(SourceFiles.all(Path.of(""))).contains(Path.of("pom.xml"), Path.of(".ci/run"));
    }
}
