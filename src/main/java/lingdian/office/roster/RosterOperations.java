package lingdian.office.roster;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.OwnPassword;
import lingdian.platform.settings.Settings;

/** The rosters of offices. */
public final class RosterOperations implements Feature {
    private final RosterEndpoints rosters;

    /**
     * @param password of who enters a new contact in a session
     * @param limits where messages may go, and which gateways there are
     */
    public RosterOperations(OfficeContext office, OwnPassword password, Settings.Office limits) {
        rosters = new RosterEndpoints(office, password, new RosterForm(limits));
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("getRoster", rosters::get).serve("putRoster", rosters::put);
    }
}
