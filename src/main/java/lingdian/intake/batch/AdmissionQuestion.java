package lingdian.intake.batch;

import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A verdict for a login that asked before admitting. It exists until it is answered, and is counted then.
 *
 * @param region of the café that asked
 * @param denied the person, where the verdict reveals something that only the service knows and that was not told
 *     before
 */
record AdmissionQuestion(RegionCode region, @Nullable PersonToken denied) {
    /** Whether an event asks: a session that opens whatever the verdict is on record, and asks nothing. */
    static boolean isAskedBy(PreparedEvent event) {
        return event.event() instanceof AgentEvent.Login login && !login.admitted();
    }

    static AdmissionQuestion first(RegionCode region, PreparedEvent event, Judgement judgement) {
        boolean tells = judgement.answer() instanceof Judgement.Verdict verdict
                && verdict.reasons().stream().anyMatch(Reason::isKnownToTheServiceAlone);
        return new AdmissionQuestion(
                region, tells && event.identity() != null ? event.identity().token() : null);
    }

    /** It gets its first answer again. */
    static AdmissionQuestion again(RegionCode region) {
        return new AdmissionQuestion(region, null);
    }
}
