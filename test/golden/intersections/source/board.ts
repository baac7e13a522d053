import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Named {
  name: string;
}

export type Placed = Named & { x: number; y: number };

/** An intersection of a union is a union of intersections. */
export type Piece = Placed & ({ kind: "pawn" } | { kind: "king"; checked: boolean });

export class Board extends BaseModule {
  override getType(): string {
    return "Board";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Move", this.move);
    this.server.registerGO("place", this.place);
  }

  private move(_session: Session, piece: Piece): Placed {
    return piece;
  }

  private place(piece: Placed & Partial<{ turned: boolean }>): Piece {
    return { ...piece, kind: "pawn" };
  }
}
