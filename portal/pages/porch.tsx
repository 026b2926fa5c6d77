/** A house with its veranda: a bench, a plant, a lamp that is lit. */
export const Porch = () => (
  <svg class="porch" viewBox="0 0 320 116" aria-hidden="true">
    <circle class="h" cx="112" cy="58" r="22" />
    <path class="r" d="M16 42C80 38 132 24 160 6c28 18 80 32 144 36M34 42h252M48 42v66M272 42v66" />
    <path class="l" d="M8 108h304M120 108v6h80v-6" />
    <path
      class="g"
      d="M138 108V56h44v52M160 56v52M144 66h10M144 74h10M144 82h10M166 66h10M166 74h10M166 82h10"
    />
    <path class="r" d="M204 92h54M208 92v16M254 92v16M206 78h50M212 78v14M250 78v14M112 42v8" />
    <path class="y" d="M106 52h12l3 12-3 6h-12l-3-6z" />
    <path class="r" d="M68 92h22l-4 16H72z" />
    <path
      class="g"
      d="M79 92V70M79 84c-8-2-13-8-14-16 8 1 13 7 14 16zM79 78c7-2 12-8 13-17-8 2-13 8-13 17z"
    />
  </svg>
);
