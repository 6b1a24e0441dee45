package lingdian.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import lingdian.command.Program;
import lingdian.platform.database.DatabaseAddress;

/** The output of the command {@code backtest} for a running service's record. */
public final class Replayed {
    private Replayed() {}

    /** Asserts that the released rules reproduce exactly the stored findings, none of them undecidable. */
    public static void findsEverythingAgain(RunningService service) throws Exception {
        long stored = stored(service.database());
        String said = contradictsNothing(service.database());
        assertThat(said)
                .contains(String.format(
                        "reproduced: %,d the same, 0 added, 0 removed, 0 changed, 0 outside what", stored));
        assertThat(said.lines().filter(line -> line.startsWith("recorded: ")))
                .containsExactlyElementsOf(service.rows("""
                        SELECT format('recorded: %s verdicts under rules %s', trim(to_char(count(*), '999,999,999')), version)
                        FROM lingdian.recorded JOIN lingdian.rule_release ON number = release_number
                        WHERE answer IN ('a', 'd') GROUP BY version ORDER BY version
                        """));
    }

    /** Asserts that the stored findings match the record; returns the output of the replay. */
    public static String contradictsNothing(DatabaseAddress database) {
        Said said = backtest("--database=" + url(database));
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains(" 0 added, 0 removed, 0 changed,");
        return said.text();
    }

    /** The number of stored findings, including those in shadow. */
    public static long stored(DatabaseAddress database) throws Exception {
        try (var superuser = TestDatabase.superuser(database);
                var statement = superuser.createStatement();
                var count = statement.executeQuery("""
                        SELECT count(*) FROM (
                          SELECT id FROM lingdian.violation UNION SELECT id FROM lingdian.shadow_violation) AS stored
                        """)) {
            count.next();
            return count.getLong(1);
        }
    }

    /** The exit status and output of a command. */
    public record Said(int code, String text) {}

    public static Said backtest(String... arguments) {
        var out = new StringWriter();
        int code = Program.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of("backtest"), Stream.of(arguments))
                        .toArray(String[]::new));
        return new Said(code, out.toString());
    }

    public static String url(DatabaseAddress address) {
        return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port()
                + "/" + address.name();
    }
}
