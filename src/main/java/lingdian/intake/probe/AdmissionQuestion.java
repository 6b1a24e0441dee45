package lingdian.intake.probe;

import java.util.List;
import lingdian.domain.PlaceCode;
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
 * @param person whom it asked about; null where it gets its first answer again, which tells nothing new
 * @param denied whether the verdict reveals something that only the service knows
 * @param repeatable whether asking again about the person would find out more
 * @param heldBy the other café that has the person in use, for the auditor alone
 */
public record AdmissionQuestion(
        RegionCode region,
        @Nullable PersonToken person,
        boolean denied,
        boolean repeatable,
        @Nullable PlaceCode heldBy) {
    /** Whether an event asks: a session that opens whatever the verdict is on record, and asks nothing. */
    public static boolean isAskedBy(AgentEvent event) {
        return event instanceof AgentEvent.Login login && !login.admitted();
    }

    public static AdmissionQuestion first(RegionCode region, @Nullable Identity person, Judgement judgement) {
        List<Reason> reasons = judgement.answer() instanceof Judgement.Verdict verdict ? verdict.reasons() : List.of();
        return new AdmissionQuestion(
                region,
                person == null ? null : person.token(),
                reasons.stream().anyMatch(Reason::isKnownToTheServiceAlone),
                reasons.stream().anyMatch(Reason::isFoundOutByRepeating),
                judgement.heldBy());
    }

    /** It gets its first answer again. */
    public static AdmissionQuestion again(RegionCode region) {
        return new AdmissionQuestion(region, null, false, false, null);
    }
}
