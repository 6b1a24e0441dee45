package lingdian.console.returns;

import io.vertx.core.Future;
import java.util.Optional;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.domain.RegionCode;
import lingdian.office.returns.TargetCalls;
import org.jspecify.annotations.Nullable;

/** {@code /targets}: what each county is to inspect, how far it is, and what the reader's own office sets. */
public final class TargetPages {
    private static final String PATH = "/targets";

    private final Divisions divisions;

    public TargetPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, call -> show(call, 200)).post(PATH, this::set);
    }

    private Future<Void> show(PageCall call, int status) {
        return call.ask(TargetCalls.list(call.query("day"), call.query("region")))
                .compose(found -> call.show(
                        status,
                        "returns/targets",
                        Section.RETURNS,
                        new TargetsView(
                                found,
                                Optional.ofNullable(call.account().region())
                                        .map(RegionCode::value)
                                        .orElse(""),
                                status != 200,
                                divisions.below(call),
                                divisions)));
    }

    private Future<Void> set(PageCall call) {
        boolean ends = call.typed("ends").equals("yes");
        Integer percent = ends ? null : percent(call.typed("percent"));
        return ends || percent != null
                ? call.ask(TargetCalls.set(call.typed("kind"), call.typed("every"), percent))
                        .compose(done -> call.seeOther(PATH, ends ? "target.ended" : "target.set"))
                : show(call, 422);
    }

    private static @Nullable Integer percent(String typed) {
        return typed.matches("[1-9][0-9]?|100") ? Integer.valueOf(typed) : null;
    }
}
