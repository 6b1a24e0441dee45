package lingdian.record.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Rules;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.record.backtest.HistoryWriter.EventLine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history reads the same as it was written and as another tool writes it again. */
class HistoryReaderTest {
    private static final MadeUpHistory.Cafe CAFE = MadeUpHistory.cafe(new Random(1), 1, 1, 4, 2, 4);
    private static final String[] TYPES = {"login", "logout", "heartbeat", "opened", "closed", "patrol", "invalid"};
    /** As people write them, and as no one would. */
    private static final String[] TEXTS = {"A001", "s-1", "会话", "a \"quoted\" \\ text", "é", "\u0001", "A002", ""};

    private final Rules rules = ConfigDirectory.find(Path.of("config"))
            .read("rules.yaml", RulesFile.class)
            .toRules();
    private final Random random = new Random(27);

    @TempDir
    private Path directory;

    private Path written;

    @BeforeEach
    void aHistory() throws IOException {
        written = directory.resolve("written.ndjson");
        try (var out =
                new HistoryWriter(Files.newOutputStream(written), MadeUpHistory.released(rules), ReceptionTimes.NONE)) {
            for (int cafe = 0; cafe < 2; cafe++) {
                out.cafe(MadeUpHistory.recorded(CAFE));
                for (int seq = 1; seq <= 300; seq++) {
                    out.event(event(seq, seq == 100 ? 20_000 : random.nextInt(3)));
                }
                out.stored("{\"id\":\"" + new UUID(1, cafe) + "\",\"sessions\":2}");
                out.cafeEnds();
            }
        }
    }

    @Test
    void itReadsTheSameWhoeverWroteIt() throws IOException {
        List<HistoryLine> lines = lines(HistoryReader.open(written));

        assertThat(lines)
                .hasSize(2 * 303)
                .filteredOn(HistoryLine.Event.class::isInstance)
                .hasSize(600);
        assertThat(lines(HistoryReader.open(writtenAgain()))).isEqualTo(lines);
    }

    @Test
    void itContinuesAtEachPosition() throws IOException {
        var positions = new ArrayList<Long>();
        List<HistoryLine> lines = new ArrayList<>();
        try (var reader = HistoryReader.open(written)) {
            for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof HistoryLine.CafeEnds) {
                    positions.add(reader.position());
                }
                lines.add(line);
            }
            assertThat(reader.position()).isBetween(positions.getLast(), Files.size(written));
        }

        assertThat(lines(HistoryReader.at(written, positions.getFirst()))).isEqualTo(lines.subList(303, 606));
        assertThat(lines(HistoryReader.at(written, positions.getLast()))).isEmpty();
    }

    @Test
    void aLineThatIsBrokenOffIsDamage() throws IOException {
        byte[] all = Files.readAllBytes(written);
        for (int missing : new int[] {2, 9, 60}) {
            Files.write(written, Arrays.copyOf(all, all.length - missing));

            assertThatThrownBy(() -> lines(HistoryReader.open(written)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the history ends within a line");
        }
    }

    /** With other white space, another order of fields, and what JSON need not escape escaped. */
    private Path writtenAgain() throws IOException {
        var all = new StringBuilder();
        for (String line : Files.readAllLines(written)) {
            JsonNode json = CafeJson.JSON.readTree(line);
            ObjectNode again = CafeJson.JSON.createObjectNode();
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            again.set(names.getFirst(), json.get(names.getFirst())); // it names the kind of the line
            names.reversed().forEach(name -> again.set(name, json.get(name)));
            all.append(again.toPrettyString().replace("A00", "\\u004100")).append("\r\n");
        }
        return Files.writeString(directory.resolve("again.ndjson"), all);
    }

    private static List<HistoryLine> lines(HistoryReader opened) throws IOException {
        var lines = new ArrayList<HistoryLine>();
        try (var reader = opened) {
            for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private EventLine event(long seq, int terminals) {
        String type = TYPES[random.nextInt(TYPES.length)];
        boolean login = type.equals("login");
        return new EventLine(
                1,
                seq,
                terminals > 2 ? "heartbeat" : type,
                new HistoryWriter.Times(maybe(micros()), micros(), maybe(micros())),
                login || type.equals("logout") ? text() : null,
                new HistoryWriter.LoginLine(
                        login ? text() : null,
                        maybe(new UUID(random.nextLong(), random.nextLong())),
                        login ? "chip" : null,
                        maybe(random.nextInt(100)),
                        random.nextBoolean()),
                "patron",
                new HistoryWriter.HeartbeatLine(texts(terminals), maybe(texts(2)), maybe(texts(0))),
                new HistoryWriter.Answer(
                        random.nextBoolean() ? List.of() : List.of("under-age", "in-use-elsewhere"),
                        random.nextBoolean(),
                        maybe(random.nextInt(9))));
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    /** Also before 1970, as a wrong clock says. */
    private long micros() {
        return random.nextInt(10) == 0 ? -random.nextLong(1L << 50) : random.nextLong(1L << 51);
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> text() + i).toList();
    }
}
