/** What the territory is made of, by the codes whose names are among the common texts. */

/** Its municipalities, by cadastral code. */
export const MUNICIPALITIES = ["C273", "C300", "E104", "E665", "L319", "L703", "L733", "L734"];

/** The areas of help. */
export const CATEGORIES = ["child_care", "silver_care", "family_care", "you_care", "house_pet_care", "social_point"];
