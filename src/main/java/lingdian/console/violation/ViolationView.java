package lingdian.console.violation;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import lingdian.console.frame.KeyCut;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.Mask;
import lingdian.console.frame.Refusal;
import lingdian.domain.Authority;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import lingdian.law.judge.Code;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.violation.CaseConflict;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.CaseStep;
import lingdian.office.violation.ViolationDetail.Grounds;
import lingdian.office.violation.ViolationDetail.SaidObjection;
import lingdian.office.violation.ViolationSummary;
import org.jspecify.annotations.Nullable;

/**
 * The page of one violation.
 *
 * @param lines steps, comments and objections
 * @param own the cases that it belongs to, where the reader is the café
 * @param mask the person, masked or unmasked
 * @param maintenance work that the café had announced for that time
 * @param cut when the café had no key meanwhile; null where that is not so, or does not matter
 * @param rights the actions that the reader may take
 * @param form input that was not accepted
 */
record ViolationView(
        ViolationDetail violation,
        CafeDetail cafe,
        String place,
        Timeline timeline,
        List<CaseLine> lines,
        List<OwnCase> own,
        Mask mask,
        List<MaintenanceLine> maintenance,
        @Nullable KeyCut cut,
        Rights rights,
        Form form) {
    private static final Set<String> DECISIONS =
            Set.of(CaseAction.CONFIRM.wire(), CaseAction.DISMISS.wire(), CaseAction.MARK_UNVERIFIABLE.wire());

    private static final Set<String> SETTLED = Set.of("dismissed", "closed");

    ViolationView {
        lines = List.copyOf(lines);
        own = List.copyOf(own);
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
     * A form that was sent and not accepted, or that is to be filled in.
     *
     * @param typed the note or statement that was not accepted, so that it need not be written again
     * @param conflict what another officer did meanwhile; null if there was no conflict
     * @param refusal why a statement or comment was not accepted; null if none was refused
     * @param objecting whether the reader came to object
     */
    record Form(
            String typed,
            @Nullable CaseConflict conflict,
            @Nullable Refusal refusal,
            boolean objecting) {
        static final Form EMPTY = new Form("", null, null, false);
        /** As the address asks for that opens the form for an objection, which needs no script. */
        static final Form OBJECTING = new Form("", null, null, true);

        /** A dismissal without the tick that it was checked. */
        static Form unsure(String note) {
            return new Form(note, null, Refusal.unsure(), false);
        }

        /** A comment on a violation that has as many as it may have. */
        static Form oneTooMany(String note) {
            return new Form(note, null, new Refusal(List.of("note"), null, true), false);
        }

        boolean isUnsure() {
            return refusal != null && refusal.isUnsure();
        }

        boolean isOneTooMany() {
            return !objecting && refusal != null && refusal.conflict();
        }

        @Override
        public String toString() {
            return "Form"; // notes do not belong in a log
        }
    }

    /** The evidence from one stream; without details if the reader may not see its café. */
    record Proof(boolean elsewhere, String stream, String numbers, List<Seat> seats) {
        Proof {
            seats = List.copyOf(seats);
        }
    }

    /**
     * Where a document was used.
     *
     * @param own whether it is the login that the finding is about
     * @param cafe empty: in the finding's own café
     */
    record Seat(boolean own, String placeCode, String cafe, String terminal, OffsetDateTime at) {}

    ViolationRow row() {
        return new ViolationRow(violation.summary());
    }

    Grounds grounds() {
        return violation.grounds();
    }

    /**
     * One of the café's objections.
     *
     * @param authorities that have not answered it
     * @param overtaken whether one of them has decided since without an answer
     */
    record Awaited(int number, OffsetDateTime at, List<Authority> authorities, boolean overtaken) {
        Awaited {
            authorities = List.copyOf(authorities);
        }

        static List<Awaited> all(ViolationDetail violation) {
            return violation.objections().stream()
                    .map(one -> of(one, violation.grounds().authorities(), decided(violation)))
                    .toList();
        }

        private static Awaited of(SaidObjection one, List<Authority> authorities, @Nullable CaseStep decision) {
            List<Authority> missing = authorities.stream()
                    .filter(authority -> !one.isAnsweredBy(authority))
                    .toList();
            boolean overtaken =
                    decision != null && !decision.at().isBefore(one.at()) && missing.contains(decision.authority());
            return new Awaited(one.number(), one.at(), missing, overtaken);
        }
    }

    /** The café's objections, with who still has to answer each. */
    List<Awaited> awaited() {
        return Awaited.all(violation);
    }

    int objectionsLeft() {
        return Math.max(
                0, ViolationCalls.OBJECTIONS_MAX - violation.objections().size());
    }

    /** Whether the form for an objection is open at once: it was asked for, nothing was said yet, or what was typed was refused. */
    boolean objectsFirst() {
        return form.objecting()
                || form.refusal() != null
                || violation.objections().isEmpty() && decision() == null;
    }

    /** Whether its café must do something at this moment. A lead calls for nothing at once. */
    boolean isUrgent() {
        return rights.objects()
                && row().isOpen()
                && !row().standing().equals("lead")
                && !SETTLED.contains(row().step());
    }

    /** Where it goes on; none where it is about the whole café. */
    List<String> seats() {
        String terminal = row().terminal();
        var many = row().terminals();
        return many != null ? many.ids() : terminal == null ? List.of() : List.of(terminal);
    }

    /** The step of a case that has gone further than the violation, for its café; empty if none has. */
    String ownStep() {
        return row().step().equals("new")
                ? own.stream()
                        .filter(one -> !one.isLead())
                        .map(one -> one.detail().step())
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** How well the texts of all articles are known, to be said once; empty where they differ, or are known well. */
    String lawStanding() {
        List<String> all = grounds().law().stream()
                .map(one -> one.checked() ? "" : one.standing())
                .distinct()
                .toList();
        return all.size() == 1 ? all.getFirst() : "";
    }

    /** The step that decided it; null while none has. */
    @Nullable
    CaseStep decision() {
        return decided(violation);
    }

    private static @Nullable CaseStep decided(ViolationDetail violation) {
        return violation.steps().stream()
                .filter(step -> DECISIONS.contains(step.action()))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    boolean isConfirmed() {
        return violation.steps().stream().anyMatch(step -> step.action().equals(CaseAction.CONFIRM.wire()));
    }

    /** How firm the finding is, where nobody has decided on it: key of a text. */
    String stillMeans() {
        return isConfirmed() ? "" : violation.summary().isUntrue() ? "standing-means.untrue" : "standing-means";
    }

    boolean isMinor() {
        return row().code().equals(Code.MINOR_ADMITTED.name());
    }

    /** The objections that the reader's authority has not answered. */
    List<SaidObjection> unanswered() {
        Authority own = rights.answers();
        return own == null
                ? List.of()
                : violation.objections().stream()
                        .filter(one -> !one.isAnsweredBy(own))
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
                .map(one -> new Proof(one.elsewhere(), one.stream(), String.join(", ", one.numbers()), seats(one)))
                .toList();
    }

    private List<Seat> seats(ViolationDetail.Proof proof) {
        boolean here = proof.placeCode().equals(row().placeCode());
        return proof.logins().stream()
                .map(login -> new Seat(
                        here
                                && login.terminal().equals(row().terminal())
                                && login.at().isEqual(startedAt()),
                        proof.placeCode(),
                        here ? "" : proof.cafe(),
                        login.terminal(),
                        login.at()))
                .toList();
    }

    /** Where else the document of a shared login was in use, as far as the reader may know. */
    List<Seat> others() {
        return evidence().stream()
                .flatMap(proof -> proof.seats().stream())
                .filter(seat -> !seat.own())
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
