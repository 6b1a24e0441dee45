package lingdian.intake.probe;

import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.Identity;
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
public record AdmissionQuestion(RegionCode region, @Nullable PersonToken denied) {
    /** Whether an event asks: a session that opens whatever the verdict is on record, and asks nothing. */
    public static boolean isAskedBy(AgentEvent event) {
        return event instanceof AgentEvent.Login login && !login.admitted();
    }

    public static AdmissionQuestion first(RegionCode region, @Nullable Identity person, Judgement judgement) {
        boolean tells = judgement.answer() instanceof Judgement.Verdict verdict
                && verdict.reasons().stream().anyMatch(Reason::isKnownToTheServiceAlone);
        return new AdmissionQuestion(region, tells && person != null ? person.token() : null);
    }

    /** It gets its first answer again. */
    public static AdmissionQuestion again(RegionCode region) {
        return new AdmissionQuestion(region, null);
    }
}
