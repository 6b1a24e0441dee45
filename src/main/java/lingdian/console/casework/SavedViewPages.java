package lingdian.console.casework;

import io.vertx.core.Future;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.office.savedview.SavedViewCalls;

/** The forms of saved views, on the worklist: save what is shown, rename, share, delete. */
final class SavedViewPages {
    void mountOn(PageRouter pages) {
        pages.post("/worklist-views", SavedViewPages::save).post("/worklist-views/:id", SavedViewPages::change);
    }

    private static Future<Void> save(PageCall call) {
        WorklistFilter filter = WorklistFilter.sent(call);
        return call.ask(SavedViewCalls.create(call.typed("name"), filter.given(), call.hasTyped("shared")))
                .compose(saved -> call.seeOther(filter.path(), "view.saved"));
    }

    private static Future<Void> change(PageCall call) {
        String back = WorklistFilter.sent(call).path();
        return call.typed("action").equals("delete")
                ? call.ask(SavedViewCalls.remove(call.id("id"))).compose(gone -> call.seeOther(back, "view.deleted"))
                : call.ask(SavedViewCalls.change(call.id("id"), call.typed("name"), call.hasTyped("shared")))
                        .compose(changed -> call.seeOther(back, "view.changed"));
    }
}
