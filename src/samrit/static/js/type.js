// Has the type of thai.css unpacked before the first line is drawn: Chromium would draw one frame without it.
for (const weight of ["400", "700"]) {
  document.fonts.load(`${weight} 1em Sarabun`, "ก");
}
