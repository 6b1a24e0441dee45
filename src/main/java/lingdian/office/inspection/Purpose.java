package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.law.course.CaseId;
import lingdian.law.course.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Why officers went. A visit that no yearly plan names needs a reason that local rules except from the plan, such as a
 * finding of this service.
 *
 * @param trigger null: not said
 * @param recheckOf the case whose order to correct the visit looks after
 */
public record Purpose(@Nullable Trigger trigger, @Nullable CaseId recheckOf) {
    /**
     * As a body says it; what it does not name stays as it was, so that a form that does not know of it takes nothing away.
     *
     * @param findings whether the inspection names violations: they are data monitoring, unless another reason is given
     */
    static Purpose of(JsonObject body, Purpose before, boolean findings) {
        String word = body.getString("trigger");
        Trigger trigger = body.containsKey("trigger")
                ? word == null ? null : Trigger.of(word).orElseThrow()
                : before.trigger() == null && findings ? Trigger.DATA_MONITORING : before.trigger();
        String id = body.getString("recheckOf");
        CaseId recheckOf = body.containsKey("recheckOf")
                ? id == null ? null : new CaseId(UUID.fromString(id))
                : before.recheckOf();
        return new Purpose(trigger, recheckOf);
    }

    static final Purpose NONE = new Purpose(null, null);

    @Nullable
    String triggerWire() {
        return trigger == null ? null : trigger.wire();
    }

    @Nullable
    UUID recheckId() {
        return recheckOf == null ? null : recheckOf.value();
    }
}
