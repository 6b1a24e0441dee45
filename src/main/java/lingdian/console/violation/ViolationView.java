package lingdian.console.violation;

import java.time.OffsetDateTime;
import java.util.List;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.Mask;
import lingdian.console.frame.Refusal;
import lingdian.domain.Authority;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.violation.CaseConflict;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.Grounds;
import lingdian.office.violation.ViolationDetail.SaidObjection;
import lingdian.office.violation.ViolationSummary;
import org.jspecify.annotations.Nullable;

/**
 * The page of one violation.
 *
 * @param lines steps, comments and objections
 * @param mask the person, masked or unmasked
 * @param maintenance work that the café had announced for that time
 * @param rights the actions that the reader may take
 * @param form input that was not accepted
 */
record ViolationView(
        ViolationDetail violation,
        CafeDetail cafe,
        String place,
        Timeline timeline,
        List<CaseLine> lines,
        Mask mask,
        List<MaintenanceLine> maintenance,
        Rights rights,
        Form form) {
    ViolationView {
        lines = List.copyOf(lines);
        maintenance = List.copyOf(maintenance);
    }

    /**
     * @param objects whether the reader may object, as the café's operator
     * @param answers the authority as which the reader may answer objections; null if they may not
     */
    record Rights(
            boolean acts,
            boolean objects,
            boolean takesEvidence,
            @Nullable Authority answers) {}

    /**
     * A form that was sent and not accepted.
     *
     * @param typed the note or statement that was not accepted, so that it need not be written again
     * @param conflict what another officer did meanwhile; null if there was no conflict
     * @param refusal why a statement was not accepted; null if none was refused
     */
    record Form(
            String typed,
            @Nullable CaseConflict conflict,
            @Nullable Refusal refusal) {
        static final Form EMPTY = new Form("", null, null);

        /** A dismissal without the tick that it was checked. */
        static Form unsure(String note) {
            return new Form(note, null, Refusal.unsure());
        }

        boolean isUnsure() {
            return refusal != null && refusal.isUnsure();
        }

        @Override
        public String toString() {
            return "Form"; // notes do not belong in a log
        }
    }

    /** The evidence from one stream; without details if the reader may not see its café. */
    record Proof(boolean elsewhere, String stream, String numbers) {}

    ViolationRow row() {
        return new ViolationRow(violation.summary());
    }

    Grounds grounds() {
        return violation.grounds();
    }

    /** The objections that the reader's authority has not answered. */
    List<SaidObjection> unanswered() {
        Authority own = rights.answers();
        return own == null
                ? List.of()
                : violation.objections().stream()
                        .filter(one -> one.answers().stream().noneMatch(answer -> answer.authority() == own))
                        .toList();
    }

    /** The possible next steps, in their order. */
    List<String> actions() {
        return Case.all().stream()
                .filter(one -> one.wire().equals(violation.summary().caseStep()))
                .flatMap(one -> one.open().stream())
                .map(CaseAction::wire)
                .toList();
    }

    List<Proof> evidence() {
        return grounds().evidence().stream()
                .map(one -> new Proof(one.elsewhere(), one.stream(), String.join(", ", one.numbers())))
                .toList();
    }

    @Nullable
    PeerRow peers() {
        ViolationSummary.Peers peers = violation.summary().extent().peers();
        return peers == null ? null : new PeerRow(peers);
    }

    OffsetDateTime startedAt() {
        return violation.summary().period().startedAt();
    }

    /** Null while it is ongoing. */
    @Nullable
    OffsetDateTime endedAt() {
        return violation.summary().period().endedAt();
    }

    @Override
    public String toString() {
        return "ViolationView[" + row().id() + "]"; // notes and names do not belong in a log
    }
}
