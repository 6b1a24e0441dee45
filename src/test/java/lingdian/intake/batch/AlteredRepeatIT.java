package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that sends a number again with other content: each content is kept and found once, and not without end. */
class AlteredRepeatIT {
    private static final String CAFE = "36048110000001";
    private static final int KEPT = 16;
    private final UUID stream = UUID.randomUUID();
    private IntakeFixture intake;

    @BeforeEach
    void theNumberIsTaken() throws Exception {
        intake = new IntakeFixture();
        intake.cafe(CAFE);
        send("first");
    }

    @AfterEach
    void stop() throws Exception {
        intake.close();
    }

    @Test
    void theSameContentAgainIsKeptOnce() throws Exception {
        send("other", "other", "other");
        for (int i = 0; i < 5; i++) {
            send("other");
        }
        send("third", "first", "other");

        assertThat(kept()).isEqualTo(List.of(2L, 2L, 2L, 2L));
    }

    @Test
    void ofOneNumberSixteenAreKeptAndTheOthersAnswered() throws Exception {
        String[] contents = IntStream.range(0, 2 * KEPT).mapToObj(i -> "o" + i).toArray(String[]::new);

        assertThat(send(contents).answers())
                .hasSize(2 * KEPT)
                .allMatch(answer -> answer.json().contains("\"session\":\"s\""));
        send(contents);
        assertThat(send("another").ackedSeq()).isOne();

        assertThat(kept()).isEqualTo(List.of(16L, 16L, 16L, 16L));
    }

    private Intake.Receipt send(String... names) throws Exception {
        return intake.send(
                CAFE,
                stream,
                java.util.Arrays.stream(names).map(AlteredRepeatIT::login).toList());
    }

    private static String login(String name) {
        return """
                {"seq":1,"type":"login","at":"2026-07-01T12:00:00+08:00","session":"s","terminal":"A01",
                 "document":{"type":"990","number":"1","name":"%s","birthDate":"1990-01-01","read":"manual"}}
                """.formatted(name);
    }

    /** Sealed texts, their chain, findings, and what a replay is told. */
    private List<Long> kept() throws Exception {
        return List.of(
                intake.count("sealed WHERE kind = 'conflict'"),
                intake.count("conflict"),
                intake.count("violation WHERE code = 'RECORDS_BROKEN'"),
                intake.count("aside WHERE content LIKE '%conflicting%'"));
    }
}
