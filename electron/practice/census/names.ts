/** Names for the practice district: many origins, with accents, apostrophes, hyphens and spaces as real rosters have them. */
export const GIVEN: readonly string[] =
  `Aaliyah Aarav Abigail Adrián Aiden Aiyana Alejandro Alma Amara Amélie Amir Ana Andre Anh Anika Anneke Antonio Aoife Ari Ava
Axel Beatriz Benjamin Bjørn Brianna Caleb Camila Carlos Carmen Chidi Chloë Connor D'Andre D'Angelo Daniela Darius Deja DeShawn Diego Dmitri Ebony Eleni Elijah Elise
Emilia Emma Enzo Esperanza Ethan Eva Fatima Felix Fernando Fiona Francesca François Gabriel Gianna Grace Hana Hannah Harper Hassan Helen Henry Hugo Ian Ibrahim Imani
Inès Isabella Isaiah Iván Jackson Jada Jamal James Jasmine Javier Jean-Luc Jin Joaquín John Jordan José Josephine Juan Julia Kai Kaitlyn Kareem Keiko Kevin Khalil
Kiara Kofi Lakshmi Laura Leah Leilani Leo Liam Lina Logan Lourdes Lucas Lucía Luka Maeve Malik Marcus María Marisol Mary-Kate Mason Mateo Maya Mei Mia Michael Miguel
Mila Mohammed Nadia Naomi Natalia Nathan Ngozi Nia Nicolás Noah Noor Nora Oliver Olivia Omar Oscar Pablo Paloma Parker Patrick Penelope Priya Quinn Rachel Rafael Ravi
Rebecca René Ricardo Riley Rosa Rowan Ruby Ryan Samir Samuel Santiago Sara Sean Sebastián Selena Siobhán Sofía Søren Stella Tariq Tatiana Terrence Thalía Theo Tomás
Trinity Tyler Uma Valentina Vera Victor Violet Wesley Willow Xavier Ximena Yara Yusuf Zachary Zainab Zoë Zuri`.split(/\s+/);

export const FAMILY: readonly string[] =
  `Abara|Acosta|Adams|Aguilar|Ahmed|Alvarez|Anderson|Andersson|Baker|Banerjee|Barnes|Beaulieu|Bell|Bennett|Brooks|Brown|Bryant|Bui|
Cabrera|Campbell|Carter|Castañeda|Castillo|Chang|Chen|Cho|Clark|Coleman|Collins|Cook|Cooper|Cruz|D'Amico|D'Souza|Dávila|Davis|De la Cruz|Delgado|Diallo|Díaz|Dubois|
Edwards|El-Amin|Ellis|Espinoza|Evans|Fernández|Fischer|Fitzgerald|Flores|Foster|Fraser|Freeman|Fuentes|Gallagher|García|García-López|Gibson|Gomes|Gómez|González|Gordon|
Graham|Gray|Green|Griffin|Guerrero|Gupta|Gutiérrez|Haddad|Hall|Hamilton|Hansen|Harris|Hayes|Henderson|Hernández|Herrera|Hill|Hoang|Holmes|Howard|Hughes|Hussain|Ibáñez|
Ito|Ivanov|Jackson|Jefferson|Jenkins|Jensen|Jiménez|Johnson|Jones|Joseph|Kaur|Kelly|Kennedy|Khan|Kim|King|Kowalski|Kumar|Lafleur|Larsen|Lee|Lewis|Li|Lindqvist|Liu|
Lopez|Mac Donald|Maldonado|Mahmoud|Marshall|Martin|Martínez|Mbeki|McCarthy|McKenzie|Medina|Mehta|Méndez|Mendoza|Meyer|Mitchell|Molina|Montoya|Moore|Morales|Moreau|
Morgan|Müller|Muñoz|Murphy|Murray|Myers|N'Diaye|Nakamura|Navarro|Nelson|Nguyễn|Novák|Núñez|O'Brien|O'Connor|O'Malley|O'Neill|O'Reilly|Okafor|Okonkwo|Olsen|Ortega|Ortiz|
Osei|Owens|Pacheco|Palmer|Park|Parker|Patel|Pereira|Pérez|Perry|Peterson|Pham|Phillips|Powell|Price|Quiñones|Ramírez|Ramos|Reed|Reyes|Reynolds|Richardson|Ríos|Rivera|
Roberts|Robinson|Rodríguez|Rojas|Rosario|Ross|Rossi|Russell|Saint-Pierre|Salazar|Sánchez|Sanders|Santiago|Santos|Schmidt|Schröder|Scott|Shah|Sharma|Silva|Simmons|Singh|
Smith|Smith-Jones|Soto|Stewart|Suárez|Sullivan|Suzuki|Tanaka|Taylor|Thomas|Thompson|Torres|Tran|Tremblay|Turner|Underwood|Vance|van der Berg|Vargas|Vasquez|Vega|Vu|
Walker|Wallace|Ward|Washington|Watson|Weber|White|Williams|Wilson|Wong|Wood|Wright|Yamamoto|Yang|Young|Zamora|Zhang|Zimmermann`
    .split('|')
    .map((name) => name.trim());

/** Names of schools, before the word for their level. */
export const PLACES: readonly string[] =
  `Cedar Grove|Lake Alder|Palmetto|Sandhill|River Bend|Oak Hammock|Pine Ridge|Bay Street|Magnolia|Heron Point|Cypress Creek|
Fort Marsh|Live Oak|Saint Lucia|Turtle Bay|Maple Hollow|Horizon|Eastgate|Westfield|Northshore|Silver Lake|Harbor View|Meadowbrook|Mockingbird|Rosa Alvarado|James Okafor|
Booker T. Hayes|Mary O'Neill|Juan Ponce|Kingfisher`
    .split('|')
    .map((name) => name.trim());

/** Latin letters only, lower case: what a username or an address may be made of. */
export function plainLetters(name: string): string {
  return name
    .normalize('NFD')
    .replace(/ø/gi, 'o')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}
