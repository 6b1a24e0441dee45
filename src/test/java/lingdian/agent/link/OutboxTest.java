package lingdian.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void sendsNothingBeyondTheWindow() {
        fill(10);
        outbox.begin(0, 4);

        assertThat(outbox.next()).isEqualTo("[1,2,3,4]");
        assertThat(outbox.next()).isNull();

        outbox.acknowledge(3);

        assertThat(outbox.next()).isEqualTo("[5,6,7]");
    }

    @Test
    void aStreamGoesOnWhereItWasLeft() {
        outbox.resumeAfter(7);
        outbox.add(8, "8", false);
        outbox.begin(7, 4);

        assertThat(outbox.lastSeq()).isEqualTo(8);
        assertThat(outbox.next()).isEqualTo("8");
    }

    @Test
    void aLoneEventIsNoArray() {
        fill(1);
        outbox.begin(0, 4);

        assertThat(outbox.next()).isEqualTo("1");
    }

    @Test
    void aMessageSaysWhenItWasSentWhereItShall() {
        fill(3);
        outbox.stamp(() -> Instant.parse("2026-11-10T04:00:00Z"));
        outbox.begin(0, 2);

        assertThat(outbox.next())
                .isEqualTo("{\"type\":\"batch\",\"sent\":\"2026-11-10T12:00:00+08:00\",\"events\":[1,2]}");
    }

    @Test
    void aMessageHoldsAtMostAThousandEvents() {
        fill(1_500);
        outbox.begin(0, 4_096);

        assertThat(new JsonArray(outbox.next())).hasSize(1_000);
        assertThat(new JsonArray(outbox.next())).hasSize(500);
    }

    @Test
    void aMessageStaysFarBelowAMebibyte() {
        String long300k = "\"" + "x".repeat(300_000) + "\"";
        outbox.add(1, long300k, false);
        outbox.add(2, long300k, false);
        outbox.begin(0, 4_096);

        assertThat(outbox.next()).isEqualTo(long300k);
        assertThat(outbox.next()).isEqualTo(long300k);
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgain() {
        fill(3);
        outbox.begin(0, 10);
        outbox.next();

        outbox.begin(1, 10);

        assertThat(outbox.next()).isEqualTo("[2,3]");
    }

    @Test
    void anUnansweredLoginIsSentAgainEvenIfItIsSafe() {
        outbox.add(1, "1", true);
        outbox.add(2, "2", false);
        outbox.begin(0, 10);
        outbox.next();
        outbox.acknowledge(2);
        assertThat(outbox.isEmpty()).isFalse();

        outbox.begin(2, 10);

        assertThat(outbox.next()).isEqualTo("1");
        assertThat(outbox.answer(verdict(1))).isTrue();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatAnEarlierRunSentIsDone() {
        var login = outbox.add(1, "1", true);
        outbox.add(2, "2", false);

        outbox.begin(1, 10);

        assertThat(login.result()).isEqualTo(new Answer.Acknowledged(1));
        assertThat(outbox.next()).isEqualTo("2");
    }

    @Test
    void aRepeatedAnswerIsNoNews() {
        outbox.add(1, "1", true);
        outbox.begin(0, 10);
        outbox.next();

        assertThat(outbox.answer(verdict(1))).isTrue();
        outbox.begin(0, 10);
        assertThat(outbox.next()).isEqualTo("1");
        assertThat(outbox.answer(verdict(1))).isFalse();
        outbox.acknowledge(1);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aVerdictBeforeItsAcknowledgementLeavesTheEventWaiting() {
        var answer = outbox.add(1, "1", true);
        outbox.begin(0, 10);
        outbox.next();

        outbox.answer(verdict(1));

        assertThat(answer.result()).isInstanceOf(Answer.Verdict.class);
        assertThat(outbox.isEmpty()).isFalse();
    }

    @Test
    void aServiceThatForgotWhatItAcknowledgedIsNotTrusted() {
        fill(3);
        outbox.begin(0, 10);
        outbox.next();
        outbox.acknowledge(3);

        assertThatThrownBy(() -> outbox.begin(2, 10)).isInstanceOf(AgentStoppedException.class);
    }

    @Test
    void aServiceThatKnowsMoreThanWeDoIsAnError() {
        fill(3);

        assertThatThrownBy(() -> outbox.begin(4, 10)).isInstanceOf(AgentStoppedException.class);
    }

    @Test
    void numbersHaveNoGaps() {
        fill(1);

        assertThatThrownBy(() -> outbox.add(3, "3", false)).isInstanceOf(IllegalArgumentException.class);
    }

    private void fill(int events) {
        LongStream.rangeClosed(1, events).forEach(seq -> outbox.add(seq, Long.toString(seq), false));
    }

    private static Answer verdict(long seq) {
        return new Answer.Verdict(seq, "s", true, List.of(), null);
    }
}
