package lingdian.office.savedview;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;

/** Saved views of the worklist. */
public final class SavedViewOperations implements Feature {
    private final SavedViewEndpoints views;

    public SavedViewOperations(OfficeContext office) {
        views = new SavedViewEndpoints(office);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("listWorklistViews", views::list)
                .serve("createWorklistView", views::create)
                .serve("changeWorklistView", views::change)
                .serve("removeWorklistView", views::remove);
    }
}
