package lingdian.agent.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter loses no login and doubles none, whatever happens to its file, and whenever it is killed. */
class CardFollowerTest {
    private static final int KILLS = 100;

    @TempDir
    private Path directory;

    private Path file;
    private final MortalSpool spool = new MortalSpool();

    @BeforeEach
    void begin() {
        file = directory.resolve("cards.csv");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aHundredKillsLoseAndDoubleNothing(long seed) throws Exception {
        var random = new Random(seed);
        var program = new CashierProgram(file, random);
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        int kills = 0;
        while (kills < KILLS) {
            act(program, random);
            spool.left = random.nextInt(12) + 1;
            try {
                if (random.nextInt(4) > 0) {
                    follower.poll();
                }
            } catch (MortalSpool.Killed killed) {
                kills++;
                follower = follower(AdapterSettings.Start.BEGINNING);
            }
        }
        spool.left = Integer.MAX_VALUE;
        program.writeAll();
        follower.poll();
        follower.close();

        assertThat(program.logins).hasSizeGreaterThan(50);
        assertThat(spool.logins).as("seed %d", seed).containsExactlyElementsOf(program.logins);
        assertThat(spool.logouts).as("seed %d", seed).containsExactlyElementsOf(program.logouts);
    }

    private static void act(CashierProgram program, Random random) throws IOException {
        switch (random.nextInt(30)) {
            case 0 -> {
                program.happen(); // a rotated file has a line of its own
                program.rename();
            }
            case 1 -> {
                program.happen();
                program.copyAndTruncate();
            }
            case 2, 3 -> program.chatter();
            case 4, 5, 6, 7, 8, 9, 10 -> program.writeSome();
            default -> program.happen();
        }
    }

    @Test
    void aHalfLineWaitsForItsOtherHalf() throws Exception {
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A01,P-1,张");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();
        assertThat(spool.logins).isEmpty();

        append("三\n");
        follower.poll();

        assertThat(spool.logins).containsExactly("P-1");
        assertThat(spool.times).containsExactly("2026-11-10T12:00:00Z");
        assertThat(spool.people)
                .hasKeySatisfying(new Condition<>(
                        session -> session.matches("cashier\\.[0-9a-z]+\\.[0-9a-z]+"), "a session of its adapter"));
    }

    @Test
    void whatWasThereBeforeIsHistoryUnlessAskedFor() throws Exception {
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A01,P-1,张三\n");
        CardFollower follower = follower(AdapterSettings.Start.END);
        follower.poll();
        append("2026-11-10 20:00:00,上机,A02,P-2,张三\n");
        follower.poll();

        assertThat(spool.logins).containsExactly("P-2");
    }

    @Test
    void aFileOfEachDayFollowsTheOther() throws Exception {
        file = directory.resolve("cards-*.csv");
        CardFollower follower = follower(AdapterSettings.Start.END);
        follower.poll();
        for (int day = 1; day <= 3; day++) {
            Files.write(
                    directory.resolve("cards-2026111" + day + ".csv"),
                    ("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A01,P-" + day + ",张三\n").getBytes(CashierProgram.GBK));
            follower.poll();
        }
        assertThat(spool.logins).containsExactly("P-1", "P-2", "P-3");
    }

    @Test
    void aFileThatBeginsLikeItsPredecessorIsAnotherOne() throws Exception {
        append("时间,类型,机号,证件号,姓名\n,上机,A01,P-1,张三\n,下机,A01,,\n");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();
        Files.move(file, directory.resolve("cards.csv.1"));
        append("时间,类型,机号,证件号,姓名\n,上机,A01,P-1,张三\n");
        follower.poll();

        assertThat(spool.logins).containsExactly("P-1", "P-1");
        assertThat(spool.logouts).containsExactly("P-1");
    }

    /** Else what came between the two would wait for the next guest. */
    @Test
    void theAgentWasOffWhileTheFileWasRotatedTwiceAndNobodyCameSince() throws Exception {
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A01,P-1,张三\n");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();
        Files.move(file, directory.resolve("cards.csv.1"));
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:01,上机,A02,P-2,张三\n");
        Files.move(file, directory.resolve("cards.csv.2"));
        append("时间,类型,机号,证件号,姓名\n");
        follower.poll();
        assertThat(spool.logins).containsExactly("P-1", "P-2");

        append("2026-11-10 20:00:02,上机,A03,P-3,张三\n");
        follower.poll();
        assertThat(spool.logins).containsExactly("P-1", "P-2", "P-3");
    }

    @Test
    void theAgentWasOffWhileTheFileWasRotatedTwice() throws Exception {
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A01,P-1,张三\n");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();
        follower.close();
        append("2026-11-10 20:00:01,上机,A02,P-2,张三\n");
        Files.move(file, directory.resolve("cards.csv.1"));
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:02,上机,A03,P-3,张三\n");

        follower(AdapterSettings.Start.BEGINNING).poll();

        assertThat(spool.logins).containsExactly("P-1", "P-2", "P-3");
    }

    /** It looked when there was no file at all. */
    @Test
    void theFirstFileWasRotatedBeforeItWasSeen() throws Exception {
        follower(AdapterSettings.Start.END).poll();
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A01,P-1,张三\n");
        Files.move(file, directory.resolve("cards.csv.1"));
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:01,上机,A02,P-2,张三\n");

        follower(AdapterSettings.Start.END).poll();

        assertThat(spool.logins).containsExactly("P-1", "P-2");
    }

    /** Its only line came and went between two looks: in the file's copy, which takes no name that the next look waits for. */
    @Test
    void aFileWithoutALineYetWasCopiedAndTruncated() throws Exception {
        append("时间,类型,机号,证件号,姓名\n");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();
        for (int copy = 1; copy <= 2; copy++) {
            append("2026-11-10 20:00:0" + copy + ",上机,A0" + copy + ",P-" + copy + ",张三\n");
            Files.copy(file, directory.resolve("cards.csv." + copy));
            Files.write(file, new byte[0]);
            append("时间,类型,机号,证件号,姓名\n");
        }
        append("2026-11-10 20:00:03,上机,A03,P-3,张三\n");

        follower.poll();

        assertThat(spool.logins).containsExactly("P-1", "P-2", "P-3");
    }

    /** While the agent reads, not between two looks: what it knows of a file may be of the one before. */
    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "2, true", "2, false", "3, true", "3, false", "4, true", "4, false"})
    void aFileIsRotatedBetweenTwoStepsOfALook(int step, boolean copied) throws Exception {
        var program = new CashierProgram(file, new Random(step));
        happenAndWrite(program, 8);
        PositionFile saved = PositionFile.in(directory.resolve("adapter-cashier.json"));
        PositionFile rotating = new PositionFile() {
            private int saves;

            @Override
            public Optional<Position> load() throws IOException {
                return saved.load();
            }

            @Override
            public void save(Position position) throws IOException {
                saved.save(position);
                if (++saves == step) {
                    happenAndWrite(program, 2);
                    rotate(program, copied);
                    happenAndWrite(program, 30);
                }
            }
        };
        var follower = new CardFollower(
                CashierProgram.settings(file, AdapterSettings.Start.BEGINNING), rotating, spool, Instant::now);
        follower.poll();
        follower.poll();

        assertThat(spool.logins).containsExactlyElementsOf(program.logins);
        assertThat(spool.logouts).containsExactlyElementsOf(program.logouts);
        assertThat(follower.refused()).isZero();
    }

    /** What no hook reaches: the file changes at any moment of a look. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aProgramThatWritesWhileTheAgentReadsLosesNothing(long seed) throws Exception {
        var random = new Random(seed);
        var program = new CashierProgram(file, random);
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll(); // what was rotated before the first look is history
        Future<?> writing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 500; i++) { // some 33 rotations, of which an agent remembers 64
                    act(program, random);
                    LockSupport.parkNanos(random.nextInt(500_000));
                }
                program.writeAll();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        while (!writing.isDone()) {
            pollAgainAfterFailures(follower);
        }
        writing.get();
        follower.poll();
        follower.close();

        assertThat(spool.logins).as("seed %d", seed).containsExactlyElementsOf(program.logins);
        assertThat(spool.logouts).as("seed %d", seed).containsExactlyElementsOf(program.logouts);
    }

    /** A file may be renamed between the list of a directory and the opening of one of its files. */
    private static void pollAgainAfterFailures(CardFollower follower) {
        try {
            follower.poll();
        } catch (IOException again) {
            // the next look reads on from the saved position
        }
    }

    private static void happenAndWrite(CashierProgram program, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            program.happen();
        }
        program.writeAll();
    }

    private static void rotate(CashierProgram program, boolean copied) throws IOException {
        if (copied) {
            program.copyAndTruncate();
        } else {
            program.rename();
        }
    }

    @Test
    void unfitLinesArePassedOverAndCounted() throws Exception {
        append("时间,类型,机号,证件号,姓名\n20:00,上机,A01,P-1,张三\n2026-11-10 20:00:00,上机,,P-2,张三\n" + "x".repeat(40_000)
                + "\n2026-11-10 20:00:00,上机,A03,P-3,张三\n");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();

        assertThat(spool.logins).containsExactly("P-3");
        assertThat(follower.refused()).isEqualTo(2);
    }

    /** It is passed over in pieces of 64 KiB; where one ends, a login could begin. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theEndOfALineThatIsFarTooLongIsNoLine(int pieces) throws Exception {
        append("时间,类型,机号,证件号,姓名\n");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        for (int i = 0; i < pieces; i++) {
            append("x".repeat(64 * 1024));
            follower.poll();
        }
        follower.close();
        append("2026-11-10 20:00:00,上机,A01,P-1,张三\n2026-11-10 20:00:00,上机,A02,P-2,张三\n");
        follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();

        assertThat(spool.logins).containsExactly("P-2");
    }

    @Test
    void theRestOfALineThatIsFarTooLongIsNoLine() throws Exception {
        append("时间,类型,机号,证件号,姓名\n" + "x".repeat(64 * 1024) + "2026-11-10 20:00:00,上机,A01,P-1,张三");
        CardFollower follower = follower(AdapterSettings.Start.BEGINNING);
        follower.poll();
        Files.move(file, directory.resolve("cards.csv.1"));
        append("时间,类型,机号,证件号,姓名\n2026-11-10 20:00:00,上机,A02,P-2,张三\n");
        follower.poll();

        assertThat(spool.logins).containsExactly("P-2");
    }

    @Test
    void linesOfJsonAreUnderstoodToo() throws Exception {
        var settings = JsonLines.settings(file, Map.of("event", "op", "terminal", "seat", "number", "id", "at", "t"));
        Files.write(
                file,
                List.of(
                        "{\"op\":\"on\",\"seat\":\"7\",\"id\":\"P-7\",\"t\":\"2026-11-10T20:00:00+08:00\"}",
                        "{\"op\":\"beep\"}",
                        "[]",
                        "{\"op\":\"off\",\"seat\":7}"),
                StandardCharsets.UTF_8);
        CardFollower follower = CardFollower.of(settings, directory.resolve("adapter-pos.json"), spool, Instant::now);
        follower.poll();

        assertThat(spool.logins).containsExactly("P-7");
        assertThat(spool.logouts).containsExactly("P-7");
        assertThat(follower.refused()).isEqualTo(1);
    }

    private CardFollower follower(AdapterSettings.Start start) {
        PositionFile mortal = spool.mortal(PositionFile.in(directory.resolve("adapter-cashier.json")));
        return new CardFollower(CashierProgram.settings(file, start), mortal, spool, Instant::now);
    }

    private void append(String text) throws IOException {
        Files.write(file, text.getBytes(CashierProgram.GBK), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
