package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.Choice;

/** @param all administrative divisions that a field may take */
record RegionsView(List<Choice> all) {
    RegionsView {
        all = List.copyOf(all);
    }
}
