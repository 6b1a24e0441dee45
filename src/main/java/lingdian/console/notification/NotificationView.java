package lingdian.console.notification;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.TypedForm;
import lingdian.law.judge.Code;
import lingdian.office.notification.DeliverySummary;
import lingdian.office.notification.NotificationCalls;
import lingdian.office.notification.NotificationSettings.Quiet;
import lingdian.office.notification.NotificationTarget;
import org.jspecify.annotations.Nullable;

/**
 * An account's notifications: their subjects, targets and deliveries.
 *
 * @param wanted the account's settings; null for an administrator, who is not notified
 * @param reminds whether the reader decides requests and deals with cases, and can be reminded of them; a café's operator is reminded
 *     of what must be corrected
 * @param regions to choose from
 * @param made a generated secret, shown once; null if there is none
 * @param form one of the two forms that was not accepted
 */
record NotificationView(
        NotificationCalls.@Nullable Wanted wanted,
        boolean reminds,
        List<Choice> regions,
        List<Message> messages,
        @Nullable String made,
        TypedForm form) {
    /** The names of the two forms. */
    static final String SETTINGS = "settings";

    static final String TARGET = "target";

    static final List<String> FORMATS = List.of("wecom", "dingtalk", "standard");
    private static final List<String> CASES = List.of("own", "all", "none");
    private static final List<String> CAFE_CASES = List.of("own", "none");
    static final List<String> DEADLINES = List.of("own", "all", "none");
    static final List<String> CORRECTIONS = List.of("own", "none");
    static final List<String> STANDINGS = List.of("fact", "suspicion", "lead");

    NotificationView {
        regions = List.copyOf(regions);
        messages = List.copyOf(messages);
    }

    /** One message. */
    record Message(DeliverySummary delivery) {
        boolean isDead() {
            return delivery.state().equals("dead");
        }
    }

    /** One target of messages. */
    record Target(NotificationTarget target) {}

    List<Target> targets() {
        return wanted == null
                ? List.of()
                : wanted.targets().stream().map(Target::new).toList();
    }

    List<String> codes() {
        return Arrays.stream(Code.values()).map(Code::name).toList();
    }

    boolean hasCode(String code) {
        return wanted != null && wanted.settings().codes().contains(code);
    }

    boolean hasStanding(String standing) {
        return wanted != null && wanted.settings().standings().contains(standing);
    }

    boolean hasRegion(String region) {
        return wanted != null && wanted.settings().regions().contains(region);
    }

    boolean tellsCases(String which) {
        return wanted != null && wanted.settings().cases().equals(which);
    }

    boolean tellsApprovals() {
        return wanted != null && wanted.settings().approvals();
    }

    boolean tellsDeadlines(String which) {
        return wanted != null && wanted.settings().deadlines().equals(which);
    }

    boolean asksPassword() {
        return wanted != null && wanted.asksPassword();
    }

    boolean isMuted() {
        return wanted != null && wanted.settings().muted();
    }

    boolean speaks(String language) {
        return wanted != null && language.equals(wanted.settings().language());
    }

    /** As it was typed if it was not accepted. */
    String groupMinutes() {
        return wanted == null
                ? ""
                : form.value(
                        SETTINGS,
                        "groupMinutes",
                        Integer.toString(wanted.settings().groupMinutes()));
    }

    /** Why one of the forms was not accepted; null if it was not sent, or accepted. */
    @Nullable
    Refusal refusal(String name) {
        return form.isOf(name) ? form.refusal() : null;
    }

    /** The beginning of the quiet hours; empty if there are none. */
    String quietFrom() {
        return quiet().map(Quiet::from).orElse("");
    }

    String quietTo() {
        return quiet().map(Quiet::to).orElse("");
    }

    boolean drops() {
        return quiet().map(Quiet::drops).orElse(false);
    }

    /** Whether the reader is a café's operator, who need not set up anything. */
    boolean isCafe() {
        return wanted != null && !reminds;
    }

    /** Which cases the reader can be told of: a café has no region of which to choose all. */
    List<String> cases() {
        return isCafe() ? CAFE_CASES : CASES;
    }

    /** Whether the forms are shown at once: something is set up, or was typed. */
    boolean isUsed() {
        return !targets().isEmpty() || form.refusal() != null || made != null;
    }

    private Optional<Quiet> quiet() {
        return wanted == null ? Optional.empty() : wanted.settings().quiet();
    }

    @Override
    public String toString() {
        return "NotificationView"; // a secret may be shown in it
    }
}
