package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handbook, administration.md#from-a-terminal: a county's first day. */
class AdminCommandIT {
    private static RunningApi api;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private int admin(String... words) {
        List<String> all = new ArrayList<>(List.of("admin"));
        all.addAll(List.of(words));
        all.addAll(List.of("--server", url(), "--admin-token", RunningApi.ADMIN));
        return program(all.toArray(String[]::new));
    }

    private int program(String... words) {
        out.getBuffer().setLength(0);
        error.getBuffer().setLength(0);
        return Program.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(error))
                .execute(words);
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text, Charset.forName("GB18030"));
    }

    @Test
    void aCountyIsBroughtOn() throws Exception {
        String rows = IntStream.range(0, 450)
                .mapToObj(i -> "360481100%05d,第%d网吧,赣-%d\n".formatted(i, i, i))
                .collect(Collectors.joining());
        Path cafes = file("cafes.csv", "场所编码,名称,许可证号\n" + rows + "36048110000001,again,x\nwrong,x,x\n");

        assertThat(admin("import", "cafes", cafes.toString(), "--dry-run")).isOne();
        assertThat(lines()).contains("would be: created 450, changed 0, unchanged 0, refused 2");
        assertThat(admin("import", "cafes", cafes.toString())).isOne();
        assertThat(lines())
                .containsExactly(
                        "row 452\t36048110000001\tplaceCode: is in row 3 already",
                        "row 453\t\tplaceCode: expected six digits, 10 and six digits",
                        "created 450, changed 0, unchanged 0, refused 2");
        Path changed = file("changed.csv", "场所编码,名称,许可证号\n" + rows.replace("第7网吧", "第七网吧"));
        assertThat(admin("import", "cafes", changed.toString()))
                .as(error.toString())
                .isZero();
        assertThat(lines()).containsExactly("created 0, changed 1, unchanged 449, refused 0");

        Path people = file("people.csv", "登录名,姓名,角色,主管部门,行政区划\nwang,王,监管人员,公安,360481\n");
        Path invitations = directory.resolve("invitations.txt");
        assertThat(admin("import", "accounts", people.toString())).isEqualTo(2);
        assertThat(admin("import", "accounts", people.toString(), "--invitations", invitations.toString()))
                .isZero();
        assertThat(Files.readAllLines(invitations))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("wang\t/sign-in/invitation?token=");
        assertThat(Files.getPosixFilePermissions(invitations))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

        Path letters = directory.resolve("letters.html");
        Path table = directory.resolve("codes.txt");
        String[] words = {"letters", "360481", "--out", letters.toString(), "--table", table.toString(), "--only-new"};
        assertThat(admin(words)).as(error.toString()).isZero();
        assertThat(lines()).singleElement().asString().startsWith("450 codes, good for seven days");
        assertThat(admin(words)).as("the files exist").isEqualTo(2);
        List<String> codes = Files.readAllLines(table);
        assertThat(codes).hasSize(451);
        assertThat(Files.readString(letters)).contains("第七网吧", codes.get(8).split("\t")[2]);
        assertThat(api.call(
                                "POST",
                                "/agent/v1/enrol",
                                null,
                                new JsonObject().put("code", codes.get(8).split("\t")[2]))
                        .json()
                        .getString("placeCode"))
                .isEqualTo("36048110000007");
        anAgentEnrols(codes.get(9).split("\t")[2]);

        String again = directory.resolve("again.html").toString();
        assertThat(admin("letters", "360481", "--out", again, "--only-new", "--withdraw-earlier"))
                .isZero();
        assertThat(api.value(
                        "SELECT count(*) FROM enrolment WHERE withdrawn_at IS NOT NULL AND place_code LIKE '360481%'"))
                .as("all but those of the two cafés that have a key")
                .isEqualTo("448");
    }

    /** The first command at the café. */
    private void anAgentEnrols(String code) throws Exception {
        Path agent = directory.resolve("agent");
        String[] words = {"agent", "enrol", "--code", code, "--directory", agent.toString(), "--server", url()};

        assertThat(program(words)).as(error.toString()).isZero();
        assertThat(lines()).first().asString().startsWith("enrolled 36048110000008: ");
        String key = Files.readString(agent.resolve("agent-key")).strip();
        assertThat(api.value("SELECT place_code FROM agent_key WHERE key_hash = sha256('" + key + "')"))
                .isEqualTo("36048110000008");
        assertThat(program("agent", "enrol", "--code", code, "--directory", agent + "2", "--server", url()))
                .isOne();
        assertThat(error.toString()).contains("does not accept this code");
        assertThat(directory.resolve("agent2")).doesNotExist();
        assertThat(admin("list", "keys", "--query", "36048110000008")).isZero();
        assertThat(lines()).hasSize(2);
    }

    private static String url() {
        return "http://127.0.0.1:" + api.port();
    }

    @Test
    void keysCodesAndClosuresAreFoundAndEntered() {
        String cafe = "36048210000001";
        api.createCafe(cafe);

        assertThat(admin("enrol", cafe)).isZero();
        String code = lines().getFirst().split("\t")[0];
        assertThat(code).matches("\\w{4}-\\w{4}-\\w{4}");
        assertThat(admin("list", "enrolments", "--query", cafe)).isZero();
        assertThat(lines()).hasSize(2).last().asString().contains(cafe, "open").doesNotContain(code);
        assertThat(admin("list", "keys", "--region", "360482")).isZero();
        assertThat(lines()).hasSize(1);
        assertThat(admin("list", "cafes", "--query", cafe)).isZero();
        assertThat(lines()).hasSize(2);
        assertThat(admin("close", cafe, "--kind", "temporary", "--document", "报备"))
                .as(error.toString())
                .isZero();
        String closure = lines().getFirst().split("\t")[0];
        assertThat(admin("reopen", cafe, closure)).isZero();
        assertThat(admin("reopen", cafe, closure)).isOne();
        assertThat(error.toString()).startsWith("lingdian: ").contains("404");
        assertThat(admin("enrol", "36048210000009")).isOne();
        assertThat(admin("list", "sessions")).isEqualTo(2);
        assertThat(admin()).isEqualTo(2);
    }

    private List<String> lines() {
        return Stream.of(out.toString().split("\n"))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
