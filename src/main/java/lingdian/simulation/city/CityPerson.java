package lingdian.simulation.city;

import lingdian.domain.document.Document;

/** A person of the city, with a card. */
record CityPerson(Document card, boolean minor) {
    @Override
    public String toString() {
        return "CityPerson[minor=" + minor + "]";
    }
}
